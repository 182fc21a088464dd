import { clientKey } from "@/lib/values/client-key";

/** Where something came from that nobody has proven to be theirs. */
export interface Sender {
  ip: string;
  userAgent: string;
}

/**
 * Which ones go where there is room for `max`. A sender can only use up their own room: the network that sent most gives up
 * the oldest of its busiest browser, or its newest where every browser sent one. Where every network sent one, the newest
 * goes. `sent`: oldest first.
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

/** Of several equally large ones the one that began last. */
function largestGroup<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()].reduce<Item[]>(
    (largest, group) => (group.length >= largest.length ? group : largest),
    [],
  );
}
