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

/** How the names of headers begin that proxies, tunnels, load balancers and CDNs add, apart from those with X-. */
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

/**
 * The names with X- that browsers, our own pages and clients, and Prometheus send themselves. Nobody can list what
 * every proxy in the world adds, so any other one counts as a proxy's.
 */
const sentDirectly = /^x-(?:pacspace-csrf|foyer-|nextjs-|requested-with|purpose|moz|prometheus-scrape-timeout-seconds)/;

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

/** Proxies that add no header often still speak HTTP/1.0, as nginx did by default before 1.29.7. */
function isDirect({ headers, httpVersion }: Asking): boolean {
  return httpVersion !== "1.0" && !Object.keys(headers).some((name) => isFromProxy(name.replaceAll("_", "-")));
}

function isFromProxy(name: string): boolean {
  return name.startsWith("x-") ? !sentDirectly.test(name) : addedOnTheWay.test(name);
}
