import { allowedOrigins } from "@/lib/values/allowed-origins";
import type { BrowserFacts } from "@/lib/values/doctor";
import type { RequestSource } from "@/lib/values/request-source";
import type { Facts } from "../kernel/diagnostics-input";
import { found, type Outcome } from "../kernel/diagnostics-report";

export interface Examined {
  facts: Facts;
  browser: BrowserFacts | null;
  /** Null: not over HTTP. */
  requestSource: RequestSource | null;
  ip: string;
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;
/** Private and local networks (RFC 1918, 4193, 3927, 4291, 6598). */
const privateNetwork =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe80:)/i;

function isNear(address: string): boolean {
  return loopback.test(address) || privateNetwork.test(address);
}

/** APP_URL must match the address bar: links, cookies and origin checks depend on it. */
export function checkAddress({ facts, browser }: Examined): Outcome {
  if (!browser) return found("browser_needed");
  const { appUrl } = facts.environment;
  const seen = new URL(browser.origin);
  const values = { appUrl, seen: seen.origin };
  if (seen.origin === appUrl) return found("address_matches", values);
  if (allowedOrigins(appUrl).has(seen.origin)) return found("address_alias", values);
  const configured = new URL(appUrl);
  if (seen.hostname !== configured.hostname) return found("address_host", values);
  return found(seen.protocol === configured.protocol ? "address_port" : "address_scheme", values);
}

export function checkCookies({ facts, browser }: Examined): Outcome {
  if (!browser) return found("browser_needed");
  const { appUrl } = facts.environment;
  const isSecure = appUrl.startsWith("https:");
  if (isSecure && browser.origin.startsWith("http:")) return found("cookies_page_insecure", { appUrl });
  if (!browser.keepsCookies) return found("cookies_blocked");
  if (isSecure) return found("cookies_host_bound");
  return found(loopback.test(new URL(appUrl).hostname) ? "cookies_local" : "cookies_in_clear");
}

export function checkOrigins({ facts, browser }: Examined): Outcome {
  const allowed = allowedOrigins(facts.environment.appUrl);
  const values = { allowed: [...allowed].join(", ") };
  if (browser && !allowed.has(new URL(browser.origin).origin)) {
    return found("origin_refused", { ...values, seen: new URL(browser.origin).origin });
  }
  return found("origins_known", values);
}

/** Visitors must not be able to forge the address. */
export function checkProxy({ facts, requestSource, ip }: Examined): Outcome {
  if (!requestSource) return found("request_needed");
  const { trustedProxyHops: hops } = facts.environment;
  const { socketAddress: socket } = requestSource;
  const entries = (requestSource.forwardedFor ?? "").split(",").filter((part) => part.trim() !== "").length;
  const values = { ip, hops, entries, socket };
  if (hops === 0) {
    if (entries === 0) return found("proxy_none", values);
    // Visitors can forge distant proxies.
    return found(isNear(socket) ? "proxy_unknown" : "proxy_claim_ignored", values);
  }
  if (entries === 0) return found("proxy_bypassed", values);
  if (entries < hops) return found("proxy_spoofable", values);
  return found(entries > hops ? "proxy_longer" : "proxy_right", values);
}

export function checkHttps({ facts, requestSource }: Examined): Outcome {
  const { appUrl } = facts.environment;
  const { protocol, hostname } = new URL(appUrl);
  if (protocol === "http:") return found(loopback.test(hostname) ? "https_local" : "https_off", { appUrl });
  const said = requestSource?.forwardedProto?.split(",")[0]?.trim().toLowerCase();
  return found(said === "http" ? "https_lost" : "https_on", { appUrl });
}
