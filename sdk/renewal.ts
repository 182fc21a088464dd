import type { Answer } from "./request";

/** Sends; where the answer says that the credentials have expired, renews them and sends once more. */
export type SendRenewing = (send: () => Promise<Answer>) => Promise<Answer>;

/**
 * However many requests find the credentials expired at the same time, one renewal runs and all of them wait for it.
 * `renew` is true when there are new credentials; when it is false the first answer stands.
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
    // Renewed while this answer was on its way: the second attempt goes with what is new.
    if (renewals === before && !(await renewOnce())) return first;
    return attempt();
  };
  return { send, renew: renewOnce };
}
