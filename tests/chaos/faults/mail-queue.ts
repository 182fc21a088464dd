import { type Installation, until } from "./installation";
import type { Load } from "./load";

export interface MailCounts {
  /** Emails in the database. */
  causes: number;
  /** Emails received. */
  deliveries: number;
  /** Retries rejected by the provider or deduplicated by key. */
  repeated: number;
}

/** Sends all queued emails, made due by SQL, then checks that each was delivered once. */
export async function emptyMailQueue(installation: Installation, load: Load, seconds = 240): Promise<MailCounts> {
  const { history } = load;
  return installation.withDatabase(async (client) => {
    await until(
      "an empty queue",
      async () => {
        await client.query(
          "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL AND run_at > now() AND attempts > 0",
        );
        const { rows } = await client.query(
          "SELECT id FROM graphile_worker._private_jobs WHERE attempts < max_attempts LIMIT 1",
        );
        return rows.length === 0;
      },
      seconds,
    );
    const { rows } = await client.query<{ id: string; to: string; template: string; state: string }>(
      'SELECT id, "to", template, state FROM mails',
    );
    const keys = installation.resend.deliveries.map(({ headers }) => String(headers["idempotency-key"]));
    const delivered = new Map<string, number>();
    for (const key of keys) delivered.set(key, (delivered.get(key) ?? 0) + 1);
    for (const { id, state, template, to } of rows) {
      const count = delivered.get(`mail/${id}`) ?? 0;
      if (state === "SENT" && count === 1) continue;
      history.violate("mail", `${to}: ${template} is ${state} and was delivered ${count} times`);
    }
    const known = new Set(rows.map(({ id }) => `mail/${id}`));
    for (const key of delivered.keys())
      if (!known.has(key)) history.violate("mail", `${key} was delivered without a cause`);
    checkAskedFor(load);
    return {
      causes: rows.length,
      deliveries: keys.length,
      repeated: installation.resend.requests.length - keys.length,
    };
  });
}

/** Each acknowledged reset request sent one link; an uncertain one may have. */
function checkAskedFor({ history, people }: Load): void {
  for (const { email, resetsAsked, installation } of people) {
    const asked = history.promised.filter(({ what, who }) => who === email && what === "ask for reset").length;
    const got = installation.resend.deliveries.filter(
      ({ body }) => body.to.includes(email) && body.text.includes("/reset-password?"),
    ).length;
    if (got < asked || got > resetsAsked) {
      history.violate(
        "mail",
        `${email}: ${got} links to reset for ${resetsAsked} questions, ${asked} of them acknowledged`,
      );
    }
  }
}
