import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Where webhooks may lead: the public internet; this machine, too; or private networks, too. */
export type WebhookTargets = "public" | "loopback" | "private";

/** The only part of IPv6 that the internet routes (RFC 4291, section 2.4). Outside are addresses that hold an IPv4 address, like ::127.0.0.1. */
const routedIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");
const loopbackAddresses = ["127.0.0.1", "::1"];

/** The address of an URL's host as it is connected to: without brackets, and without the dot that ends a full name. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
}

/** Whether a webhook may be sent to an IP address. */
export function isAllowedAddress(address: string, targets: WebhookTargets): boolean {
  const ip = ipaddr.parse(address);
  const range = ip.range();
  if (targets === "private") return range !== "unspecified";
  if (targets === "loopback" && loopbackAddresses.includes(address)) return true;
  return range === "unicast" && (ip.kind() === "ipv4" || ip.match(routedIpv6));
}

/**
 * Whether a webhook may be sent to a bare host, as far as it can be told without asking name servers: by the same rule
 * as when it connects, where it is an IP address, and by names that are plainly inside.
 */
export function isAllowedHost(host: string, targets: WebhookTargets): boolean {
  if (isIP(host) !== 0) return isAllowedAddress(host, targets);
  if (targets === "private" || (targets === "loopback" && host === "localhost")) return true;
  return host.includes(".") && !/\.(localhost|local|internal|home\.arpa)$/.test(host);
}

/** A lookup that answers with an error when a name leads to an address where webhooks may not go. */
export function guardLookup(lookup: LookupFunction, targets: WebhookTargets, refusal: string): LookupFunction {
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      if (error) return done(error, found, family);
      const addresses = typeof found === "string" ? [found] : found.map(({ address }) => address);
      const isAllowed = addresses.every((address) => isAllowedAddress(address, targets));
      done(isAllowed ? null : new Error(refusal), found, family);
    });
}
