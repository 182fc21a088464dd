import { clientKey } from "@/lib/values/client-key";

export interface Sender {
  ip: string;
  userAgent: string;
}

/**
 * Drops the oldest of the busiest network's busiest browser, or the newest where each sent one. `sent`: oldest first.
 */
export function tooMany<Sent extends Sender>(sent: readonly Sent[], max: number): Sent[] {
  const kept = new Set(sent);
  while (kept.size > max) {
    const network = largestGroup([...kept], ({ ip }) => clientKey(ip));
    const browser = largestGroup(network, ({ userAgent }) => userAgent);
    const [gone] = browser.length > 1 ? browser : network.slice(-1);
    if (gone) kept.delete(gone);
  }
  return sent.filter((one) => !kept.has(one));
}

/** Among equals, the group that began last. */
function largestGroup<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()].reduce<Item[]>(
    (largest, group) => (group.length >= largest.length ? group : largest),
    [],
  );
}
