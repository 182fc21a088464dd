import type { Answer } from "./request";

/** Sends; on expired credentials, renews them and sends once more. */
export type SendRenewing = (send: () => Promise<Answer>) => Promise<Answer>;

/**
 * Concurrent requests share one renewal. `renew` resolves to true with new credentials; on false the first answer
 * stands.
 */
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
    // Renewed while this answer was on its way.
    if (renewals === before && !(await renewOnce())) return first;
    return attempt();
  };
  return { send, renew: renewOnce };
}
