/** Maps to an IPv4 address (also IPv4-mapped) or IPv6 /64 network. */
export function clientKey(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (!bare.includes(":")) return bare;
  const canonical = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return bare;
  const groups = expand(canonical);
  const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  if (isMapped && high !== undefined && low !== undefined) {
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** Expects canonical IPv6. */
function expand(canonical: string): string[] {
  const [head = "", tail] = canonical.split("::");
  const before = head ? head.split(":") : [];
  const after = tail ? tail.split(":") : [];
  if (tail === undefined) return before;
  return [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
}

/** IPv4 /24 or IPv6 /64. */
export function networkKey(address: string): string {
  const client = clientKey(address);
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(client) ? client.replace(/\d+$/, "0/24") : client;
}
