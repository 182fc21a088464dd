import type { Answer } from "./request";

/** Retries once after renewal. */
export type SendRenewing = (send: () => Promise<Answer>) => Promise<Answer>;

/** False from `renew` keeps the first answer. */
export function renewing(
  isExpired: (answer: Answer) => boolean,
  renew: () => Promise<boolean>,
): { send: SendRenewing; renew: () => Promise<boolean> } {
  let renewals = 0;
  let running: Promise<boolean> | null = null;

  const renewOnce = (): Promise<boolean> => {
    running ??= renew()
      .then((renewed) => {
        if (renewed) renewals += 1;
        return renewed;
      })
      .finally(() => {
        running = null;
      });
    return running;
  };

  const send: SendRenewing = async (attempt) => {
    const before = renewals;
    const first = await attempt();
    if (!isExpired(first)) return first;
    // Another request renewed meanwhile.
    if (renewals === before && !(await renewOnce())) return first;
    return attempt();
  };
  return { send, renew: renewOnce };
}
