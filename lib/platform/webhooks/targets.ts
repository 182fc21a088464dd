import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export type WebhookTargets = "public" | "loopback" | "private";

/** The only routed part of IPv6 (RFC 4291, 2.4), without embedded IPv4. */
const routedIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");
const loopbackAddresses = ["127.0.0.1", "::1"];

/** Without brackets and the final dot. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
}

export function isAllowedAddress(address: string, targets: WebhookTargets): boolean {
  const ip = ipaddr.parse(address);
  const range = ip.range();
  if (targets === "private") return range !== "unspecified";
  if (targets === "loopback" && loopbackAddresses.includes(address)) return true;
  return range === "unicast" && (ip.kind() === "ipv4" || ip.match(routedIpv6));
}

/** Uses no DNS. */
export function isAllowedHost(host: string, targets: WebhookTargets): boolean {
  if (isIP(host) !== 0) return isAllowedAddress(host, targets);
  if (targets === "private" || (targets === "loopback" && host === "localhost")) return true;
  return host.includes(".") && !/\.(localhost|local|internal|home\.arpa)$/.test(host);
}

export function guardLookup(lookup: LookupFunction, targets: WebhookTargets, refusal: string): LookupFunction {
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      if (error) return done(error, found, family);
      const addresses = typeof found === "string" ? [found] : found.map(({ address }) => address);
      const isAllowed = addresses.every((address) => isAllowedAddress(address, targets));
      done(isAllowed ? null : new Error(refusal), found, family);
    });
}
