import type { CoreContext } from "../kernel/context";
import { resealTotpSecret } from "../sign-in/mfa/totp";
import { resealWebhookSecret } from "../webhooks/webhook-secret";

const batch = 500;

interface Sealed {
  id: string;
  sealed: string;
}

/** Queued emails and unfinished setups expire within days. */
interface Store {
  read(ctx: CoreContext, after: string): Promise<Sealed[]>;
  reseal(ctx: CoreContext, id: string, sealed: string): string;
  /** Newer values use the present key. */
  write(ctx: CoreContext, row: Sealed, resealed: string): Promise<number>;
}

const totpSecrets: Store = {
  async read({ db, secrets }, after) {
    const rows = await db.totpCredential.findMany({
      where: { userId: { gt: after }, NOT: { sealedSecret: { startsWith: secrets.sealPrefix } } },
      select: { userId: true, sealedSecret: true },
      orderBy: { userId: "asc" },
      take: batch,
    });
    return rows.map(({ sealedSecret, userId }) => ({ id: userId, sealed: sealedSecret }));
  },
  reseal: resealTotpSecret,
  async write({ db }, { id, sealed }, sealedSecret) {
    const where = { userId: id, sealedSecret: sealed };
    return (await db.totpCredential.updateMany({ where, data: { sealedSecret } })).count;
  },
};

const webhookSecrets: Store = {
  async read({ db, secrets }, after) {
    const rows = await db.webhook.findMany({
      where: { id: { gt: after }, NOT: { sealedSecret: { startsWith: secrets.sealPrefix } } },
      select: { id: true, sealedSecret: true },
      orderBy: { id: "asc" },
      take: batch,
    });
    return rows.map(({ id, sealedSecret }) => ({ id, sealed: sealedSecret }));
  },
  reseal: resealWebhookSecret,
  async write({ db }, { id, sealed }, sealedSecret) {
    return (await db.webhook.updateMany({ where: { id, sealedSecret: sealed }, data: { sealedSecret } })).count;
  },
};

/**
 * Re-encrypts with the present AUTH_SECRET, so that the previous one can be removed. Counts undecryptable values as
 * lost. Safe to run twice and concurrently.
 */
export async function resealSecrets(ctx: CoreContext): Promise<{ resealed: number; lost: number }> {
  const total = { resealed: 0, lost: 0 };
  for (const store of [totpSecrets, webhookSecrets]) {
    let after = lowestId;
    for (;;) {
      const rows = await store.read(ctx, after);
      for (const row of rows) {
        const value = tryReseal(ctx, store, row);
        if (value === null) total.lost += 1;
        else total.resealed += await store.write(ctx, row, value);
      }
      const last = rows.at(-1);
      if (rows.length < batch || !last) break;
      after = last.id;
    }
  }
  return total;
}

const lowestId = "00000000-0000-0000-0000-000000000000";

function tryReseal(ctx: CoreContext, store: Store, { id, sealed }: Sealed): string | null {
  try {
    return store.reseal(ctx, id, sealed);
  } catch {
    // Lost key or changed value. Diagnostics count them.
    return null;
  }
}
