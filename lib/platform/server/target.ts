import type { IncomingMessage } from "node:http";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { isSameHost, readHost } from "@/lib/values/hosts";
import type { Env } from "../env";

/** `.` and `..` as a step of a path, plain or encoded, up to twice: whoever resolves them goes to another path. */
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?=\/|$)/i;

/**
 * Makes the target a path, whatever form it came in (RFC 9112, section 3.2), so that everything behind this decides by
 * one path and one host. A path is UTF-8 and has no dot segments, no backslash and no fragment. A whole address has to
 * be one of ours and agree with Host. Two Hosts are refused: a proxy in front may have gone by the other one. Returns
 * what is wrong, as a sentence for the client, or null.
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
  // Read before the address is resolved, which takes the dot segments away.
  const problem = problemOf(target.replace(/^[a-z]+:\/\/[^/?]*/i, ""));
  if (problem !== null) return problem;
  request.url = `${url.pathname}${url.search}`;
  request.headers.host = url.host;
  return null;
}

/** The path of a target that `settleTarget` let through, decoded once. */
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

/** As they were sent: of several, Node keeps the first alone in `headers`. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  const hosts: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === "host") hosts.push(rawHeaders[index + 1] ?? "");
  }
  return hosts;
}
