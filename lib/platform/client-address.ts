import { isIP } from "node:net";

/** Reads X-Forwarded-For from the right past `trustedHops` proxies. */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedHops: number,
): string {
  const socket = withoutMapping(socketAddress ?? "");
  if (trustedHops === 0) return socket || "unknown";
  const seen = (forwardedFor ?? "")
    .split(",")
    .map((part) => withoutMapping(part.trim()))
    .filter((part) => part !== "");
  const candidate = seen[Math.max(0, seen.length - trustedHops)];
  return candidate !== undefined && isIP(candidate) !== 0 ? candidate : socket || "unknown";
}

/** Unwraps `::ffff:192.0.2.1` and removes brackets and ports. */
function withoutMapping(address: string): string {
  const bare = address.replace(/^\[([^\]]+)\](?::\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  return bare.replace(/^::ffff:(\d+(?:\.\d+){3})$/i, "$1");
}
