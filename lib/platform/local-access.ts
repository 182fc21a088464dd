import type { IncomingMessage } from "node:http";
import type { Env } from "./env";
import { isLoopback } from "./loopback";

/*
 * A loopback address proves nothing: a proxy on this machine forwards the internet from 127.0.0.1, and DNS rebinding
 * points foreign pages at it.
 */

type Place = Pick<Env, "HOST" | "APP_URL" | "TRUSTED_PROXY_HOPS">;
type Asking = Pick<IncomingMessage, "headers" | "httpVersion" | "socket">;

/** Added by proxies, tunnels, load balancers and CDNs. */
const addedOnTheWay = new RegExp(
  `^(?:${[
    "forwarded",
    "via$",
    "max-forwards",
    "client-ip",
    "true-client-",
    "proxy-client-",
    "wl-proxy-",
    "remote-addr",
    "front-end-https",
    "ssl-client-",
    "cdn-",
    "cf-",
    "cloudfront-",
    "fastly-",
    "fly-",
    "akamai-",
    "incap-",
    "ali-",
    "eo-",
    "eagleeye-",
    "do-connecting-",
    "rndr-",
    "ngrok-",
    "tailscale-",
    "surrogate-",
  ].join("|")})`,
);

/** Any other X- header counts as a proxy's. */
const sentDirectly = /^x-(?:pacspace-csrf|foyer-|nextjs-|requested-with|purpose|moz|prometheus-scrape-timeout-seconds)/;

export function isLocalInstance({ APP_URL, HOST, TRUSTED_PROXY_HOPS }: Place): boolean {
  return isLoopback(HOST) && isLoopback(new URL(APP_URL).hostname) && TRUSTED_PROXY_HOPS === 0;
}

/** Call it before any header is rewritten. */
export function isLocalRequest(request: Asking, env: Place): boolean {
  const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/i, "");
  return isLocalInstance(env) && isLoopback(address) && isLoopback(hostNameOf(request)) && isDirect(request);
}

/**
 * Requires a local request without DEV_MAILBOX. `on` requires the host of APP_URL, and allows a proxy only for a public
 * APP_URL.
 */
export function mayReadMailbox(request: Asking, env: Place & Pick<Env, "DEV_MAILBOX">): boolean {
  if (env.DEV_MAILBOX === "off") return false;
  if (isLocalRequest(request, env)) return true;
  if (env.DEV_MAILBOX !== "on") return false;
  const { hostname } = new URL(env.APP_URL);
  const name = hostNameOf(request);
  return isLoopback(hostname) ? isLoopback(name) && isDirect(request) : name === hostname;
}

/** Lower case, without a port. Empty if invalid. */
function hostNameOf({ headers }: Asking): string {
  const [, name = ""] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{1,5})?$/i.exec(headers.host ?? "") ?? [];
  return name.toLowerCase();
}

/** Proxies that add no header often use HTTP/1.0, as nginx did by default before 1.29.7. */
function isDirect({ headers, httpVersion }: Asking): boolean {
  return httpVersion !== "1.0" && !Object.keys(headers).some((name) => isFromProxy(name.replaceAll("_", "-")));
}

function isFromProxy(name: string): boolean {
  return name.startsWith("x-") ? !sentDirectly.test(name) : addedOnTheWay.test(name);
}
