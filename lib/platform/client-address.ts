import { isIP } from "node:net";

/**
 * The client's address. With no trusted proxies it is the socket's, whatever headers say. With `trustedHops` proxies in
 * front, X-Forwarded-For is read from the right: each trusted proxy has appended the address that it saw, so what a
 * client puts in front of that changes nothing.
 */
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

/** `::ffff:192.0.2.1` is 192.0.2.1; brackets and ports that some proxies add are removed. */
function withoutMapping(address: string): string {
  const bare = address.replace(/^\[([^\]]+)\](?::\d+)?$/, "$1").replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  return bare.replace(/^::ffff:(\d+(?:\.\d+){3})$/i, "$1");
}
