import type { IncomingMessage } from "node:http";
import type { Env } from "./env";
import { isLoopback } from "./loopback";

/*
 * The one answer to "can only this machine ask?". The mailbox, set-up without a token, /metrics without a token and the
 * reference's "Try it" all go by it. An address alone says nothing: behind a proxy on the same machine the whole
 * internet comes from 127.0.0.1, and a page anywhere can point its own name at 127.0.0.1 (DNS rebinding).
 */

type Place = Pick<Env, "HOST" | "APP_URL" | "TRUSTED_PROXY_HOPS">;
type Asking = Pick<IncomingMessage, "headers" | "httpVersion" | "socket">;

/** How the names of headers begin that proxies, tunnels and load balancers add. */
const addedOnTheWay = new RegExp(
  `^(?:${[
    ...["forwarded", "via$", "max-forwards", "x-forward", "x-original-", "x-real-", "x-remote-", "x-proxy", "x-host$"],
    ...[
      "client-ip",
      "true-client-",
      "x-client-",
      "x-cluster-",
      "proxy-client-",
      "wl-proxy-",
      "x-scheme",
      "x-url-scheme",
    ],
    ...[
      "front-end-https",
      "x-ssl",
      "ssl-client-",
      "x-envoy-",
      "x-varnish",
      "x-amz",
      "x-arr-",
      "x-azure-",
      "x-appengine-",
    ],
    ...["x-cloud-trace-", "cdn-", "cf-", "fastly-", "fly-", "akamai-", "incap-", "x-sucuri-", "x-vercel-", "x-nf-"],
    ...["x-ngrok-", "ngrok-", "tailscale-"],
  ].join("|")})`,
);

/** True when the configuration lets nobody but this machine in: no public address, and no proxy in front. */
export function isLocalInstance({ APP_URL, HOST, TRUSTED_PROXY_HOPS }: Place): boolean {
  return isLoopback(HOST) && isLoopback(new URL(APP_URL).hostname) && TRUSTED_PROXY_HOPS === 0;
}

/** True when a program on this machine asks a local instance itself. Ask before any header is rewritten. */
export function isLocalRequest(request: Asking, env: Place): boolean {
  const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/i, "");
  return isLocalInstance(env) && isLoopback(address) && isLoopback(hostNameOf(request)) && isDirect(request);
}

/**
 * True when this request may read the built-in mailbox. Without DEV_MAILBOX that takes a local request. `on` is the
 * operator's word that whoever reaches APP_URL may read every email, as for a container on a developer's machine; the
 * request must name APP_URL's host, and a proxy may only be in front of a public APP_URL.
 */
export function mayReadMailbox(request: Asking, env: Place & Pick<Env, "DEV_MAILBOX">): boolean {
  if (env.DEV_MAILBOX === "off") return false;
  if (isLocalRequest(request, env)) return true;
  if (env.DEV_MAILBOX !== "on") return false;
  const { hostname } = new URL(env.APP_URL);
  const name = hostNameOf(request);
  return isLoopback(hostname) ? isLoopback(name) && isDirect(request) : name === hostname;
}

/** The Host header's name, lower case and without its port. Empty for none, or for what is no host. */
function hostNameOf({ headers }: Asking): string {
  const [, name = ""] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{1,5})?$/i.exec(headers.host ?? "") ?? [];
  return name.toLowerCase();
}

/** Proxies that add no header often still speak HTTP/1.0, nginx by default. */
function isDirect({ headers, httpVersion }: Asking): boolean {
  return httpVersion !== "1.0" && !Object.keys(headers).some((name) => addedOnTheWay.test(name.replaceAll("_", "-")));
}
