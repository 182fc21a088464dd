import { emptyChain, isLinked } from "../audit/chain";
import type { CoreContext } from "../kernel/context";
import type { Secrets } from "../kernel/ports";
import { resealTotpSecret } from "../sign-in/mfa/totp";
import { resealWebhookSecret } from "../webhooks/webhook-secret";

const purpose = "key-check";
const message = "foyer";
const onlyRow = 1;
/** A database from before this check may hold old values that are lost. */
const newest = 20;

/** `other`: the database was used with a secret that is neither the present nor the previous one. */
export type KeyCheck = "present" | "previous" | "other";

/**
 * Which AUTH_SECRET the database was used with. The first start records it, and a start during a rotation the new one.
 * A database from before this check is checked by its encrypted values.
 */
export async function checkKey(ctx: CoreContext): Promise<KeyCheck> {
  const where = { id: onlyRow };
  const noted = await ctx.db.keyCheck.findUnique({ where });
  if (noted) return settle(ctx, noted.mac);
  if (await isAnothers(ctx)) return "other";
  await ctx.db.keyCheck.createMany({ data: [{ ...where, mac: presentMac(ctx) }], skipDuplicates: true });
  // One of two concurrent first starts with different secrets wins.
  const { mac } = await ctx.db.keyCheck.findUniqueOrThrow({ where });
  return settle(ctx, mac);
}

/** Values that only the earlier secret decrypts are lost. */
export async function acceptKey(ctx: CoreContext): Promise<void> {
  const mac = presentMac(ctx);
  await ctx.db.keyCheck.upsert({ where: { id: onlyRow }, create: { id: onlyRow, mac }, update: { mac } });
}

/** True under the present and the previous secret. */
export function isNotedUnder(secrets: Secrets, mac: string): boolean {
  return secrets.verifyMac(purpose, message, mac);
}

function presentMac({ secrets }: CoreContext): string {
  return secrets.mac(purpose, message);
}

async function settle(ctx: CoreContext, mac: string): Promise<KeyCheck> {
  const present = presentMac(ctx);
  if (mac === present) return "present";
  if (!isNotedUnder(ctx.secrets, mac)) return "other";
  await ctx.db.keyCheck.updateMany({ where: { id: onlyRow, mac }, data: { mac: present } });
  return "previous";
}

/** True if there are values, and neither secret was used for them. */
async function isAnothers(ctx: CoreContext): Promise<boolean> {
  const totp = await ctx.db.totpCredential.findMany({ orderBy: { enabledAt: "desc" }, take: newest });
  const webhooks = await ctx.db.webhook.findMany({ orderBy: { createdAt: "desc" }, take: newest });
  const openings = [
    ...totp.map((row) => () => resealTotpSecret(ctx, row.userId, row.sealedSecret)),
    ...webhooks.map((row) => () => resealWebhookSecret(ctx, row.id, row.sealedSecret)),
  ];
  if (openings.length > 0) return !openings.some(opens);
  const [last, before] = await ctx.db.auditEvent.findMany({
    where: { sequence: { not: null } },
    orderBy: { sequence: "desc" },
    take: 2,
  });
  if (!last?.sequence) return false;
  const previous = last.sequence === 1n ? emptyChain.hash : before?.hash;
  // Retention may have deleted the event before.
  return previous ? !isLinked(ctx, previous, last.sequence, last) : false;
}

function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch {
    // Another secret, or a changed value.
    return false;
  }
}
