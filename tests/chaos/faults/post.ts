import type { Crowd } from "./crowd";
import { type Stage, until } from "./stage";

export interface Post {
  /** Emails in the database. */
  causes: number;
  /** Emails received. */
  deliveries: number;
  /** Retries rejected by the provider or deduplicated by key. */
  repeated: number;
}

/** Sends all queued emails, made due by SQL, then checks that each was delivered once. */
export async function emptyTheQueue(stage: Stage, crowd: Crowd, seconds = 240): Promise<Post> {
  const { ledger } = crowd;
  return stage.withDatabase(async (client) => {
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
    const keys = stage.resend.deliveries.map(({ headers }) => String(headers["idempotency-key"]));
    const delivered = new Map<string, number>();
    for (const key of keys) delivered.set(key, (delivered.get(key) ?? 0) + 1);
    for (const { id, state, template, to } of rows) {
      const count = delivered.get(`mail/${id}`) ?? 0;
      if (state === "SENT" && count === 1) continue;
      ledger.violate("mail", `${to}: ${template} is ${state} and was delivered ${count} times`);
    }
    const known = new Set(rows.map(({ id }) => `mail/${id}`));
    for (const key of delivered.keys())
      if (!known.has(key)) ledger.violate("mail", `${key} was delivered without a cause`);
    checkAskedFor(crowd);
    return { causes: rows.length, deliveries: keys.length, repeated: stage.resend.requests.length - keys.length };
  });
}

/** Each acknowledged reset request sent one link; an uncertain one may have. */
function checkAskedFor({ ledger, people }: Crowd): void {
  for (const { email, resetsAsked, stage } of people) {
    const asked = ledger.promised.filter(({ what, who }) => who === email && what === "ask for reset").length;
    const got = stage.resend.deliveries.filter(
      ({ body }) => body.to.includes(email) && body.text.includes("/reset-password?"),
    ).length;
    if (got < asked || got > resetsAsked) {
      ledger.violate(
        "mail",
        `${email}: ${got} links to reset for ${resetsAsked} questions, ${asked} of them acknowledged`,
      );
    }
  }
}
