import { emptyChain, isLinked } from "../audit/chain";
import type { CoreContext } from "../kernel/context";
import type { Secrets } from "../kernel/ports";
import { resealTotpSecret } from "../sign-in/mfa/totp";
import { resealWebhookSecret } from "../webhooks/webhook-secret";

const purpose = "key-check";
const message = "foyer";
const onlyRow = 1;
/** Checks only recent values: older ones may be lost. */
const newest = 20;

/** `other`: neither the present nor the previous secret. */
export type KeyCheck = "present" | "previous" | "other";

/** Records the secret on first start and rotation. Without a record, checks encrypted values. */
export async function checkKey(ctx: CoreContext): Promise<KeyCheck> {
  const where = { id: onlyRow };
  const noted = await ctx.db.keyCheck.findUnique({ where });
  if (noted) return settle(ctx, noted.mac);
  if (await isAnothers(ctx)) return "other";
  await ctx.db.keyCheck.createMany({ data: [{ ...where, mac: presentMac(ctx) }], skipDuplicates: true });
  // One concurrent first start wins.
  const { mac } = await ctx.db.keyCheck.findUniqueOrThrow({ where });
  return settle(ctx, mac);
}

/** Loses values that only the earlier secret decrypts. */
export async function acceptKey(ctx: CoreContext): Promise<void> {
  const mac = presentMac(ctx);
  await ctx.db.keyCheck.upsert({ where: { id: onlyRow }, create: { id: onlyRow, mac }, update: { mac } });
}

/** Accepts the previous secret. */
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
  // Retention may have deleted it.
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
