import { type LimitName, limitRules } from "@/lib/core/kernel/limits";
import type { LimitState, Limits } from "@/lib/core/kernel/ports";
import type { FakeClock } from "./fake-clock";

export const unlimited: Limits = {
  consume: async () => ({ allowed: true, limit: 1_000_000, remaining: 1_000_000, retryAfterSeconds: 0 }),
  giveBack: async () => undefined,
};

/** The real rules, counted in memory by the test's clock. */
export function countingLimits(clock: FakeClock): Limits {
  const windows = new Map<string, { endsAt: number; taken: number }>();
  return {
    async giveBack(name: LimitName, key: string): Promise<void> {
      const window = windows.get(`${name}:${key}`);
      if (window) window.taken -= 1;
    },
    async consume(name: LimitName, key: string): Promise<LimitState> {
      const { points, seconds } = limitRules[name];
      const now = clock.now().getTime();
      const id = `${name}:${key}`;
      const present = windows.get(id);
      const window = present && present.endsAt > now ? present : { endsAt: now + seconds * 1000, taken: 0 };
      window.taken += 1;
      windows.set(id, window);
      const allowed = window.taken <= points;
      return {
        allowed,
        limit: points,
        remaining: Math.max(0, points - window.taken),
        retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((window.endsAt - now) / 1000)),
      };
    },
  };
}
