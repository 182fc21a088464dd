import type { IncomingMessage } from "node:http";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { isSameHost, readHost } from "@/lib/values/hosts";
import type { Env } from "../env";

/** `.` and `..` segments, plain or encoded, up to twice. */
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i;

/**
 * Rejects dot segments, backslashes, fragments and foreign hosts (RFC 9112, 3.2). Returns the reason for the client, or
 * null.
 */
export function settleTarget(request: IncomingMessage, env: Env): string | null {
  const target = request.url ?? "";
  const [host, ...others] = hostsOf(request);
  if (others.length > 0) return "This request names more than one host.";
  if (host && !readHost(host)) return "This request names no host.";
  if (target.startsWith("/")) return problemOf(target);
  const url = URL.parse(target);
  if (!url || !/^https?:$/.test(url.protocol)) return "This request names no page.";
  const isOurs = ownHosts(env).some((own) => isSameHost(own, url.host));
  if (!isOurs || url.username !== "" || url.password !== "" || (host && !isSameHost(host, url.host))) {
    return "This request names another server.";
  }
  // Resolving the address would remove dot segments.
  const problem = problemOf(target.replace(/^[a-z]+:\/\/[^/?]*/i, ""));
  if (problem !== null) return problem;
  request.url = `${url.pathname}${url.search}`;
  request.headers.host = url.host;
  return null;
}

/** Only for targets that passed `settleTarget`. */
export function decodedPath(target: string): string {
  return decodeURIComponent(target.split("?", 1)[0] ?? "");
}

function problemOf(target: string): string | null {
  try {
    const path = decodedPath(target);
    const isPlain = !dotSegment.test(path) && !path.includes("\\") && !target.includes("#");
    return isPlain ? null : "This request's path isn't plain.";
  } catch {
    return "This request's path can't be read.";
  }
}

function ownHosts(env: Env): string[] {
  const origins = [...allowedOrigins(env.APP_URL)].map((origin) => new URL(origin).host);
  return [...origins, ...env.COMPAT_HOSTS.map(({ host }) => host)];
}

/** Node keeps only the first one in `headers`. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  const hosts: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === "host") hosts.push(rawHeaders[index + 1] ?? "");
  }
  return hosts;
}
