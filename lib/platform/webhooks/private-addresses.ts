import { BlockList, isIP } from "node:net";

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateNetworks.addSubnet(network, bits, "ipv4");
}

/**
 * All of IPv6 but 2000::/3, the only part of it that the internet routes (RFC 4291, section 2.4). Among the rest are
 * addresses that hold an IPv4 address, like ::127.0.0.1.
 */
export const unroutedNetworks = ["::/3", "4000::/2", "8000::/1"];
for (const network of unroutedNetworks) {
  const [address = "", bits] = network.split("/");
  privateNetworks.addSubnet(address, Number(bits), "ipv6");
}

/**
 * True for what is plainly inside, so that a form can say so at once. The guard is the check of the address that is
 * connected to (sender.ts); this one only knows what is written.
 */
export function isPrivateAddress(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  if (family !== 0) return privateNetworks.check(host, family === 6 ? "ipv6" : "ipv4");
  return !host.includes(".") || /\.(localhost|local|internal|home\.arpa)\.?$/i.test(host);
}
