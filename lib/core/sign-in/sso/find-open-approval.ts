import type { AccessRequest, OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";

/** The approval that still waits for the person of this address and can't be undone any more, or null. Its owner needs no link. */
export function findOpenApproval(
  ctx: CoreContext,
  db: Database | Transaction,
  email: string,
): Promise<OneTimeToken | null> {
  const now = ctx.clock.now();
  return db.oneTimeToken.findFirst({
    where: {
      purpose: "APPROVAL",
      email,
      usedAt: null,
      voidedAt: null,
      expiresAt: { gt: now },
      accessRequest: { status: "APPROVED", OR: [{ undoUntil: null }, { undoUntil: { lte: now } }] },
    },
    orderBy: { createdAt: "desc" },
  });
}

/**
 * The request whose approval was used to register the address, while nobody has verified it: it was approved for the
 * owner, whoever registered. Null: there is none.
 */
export function findUsedApproval(db: Database | Transaction, email: string): Promise<AccessRequest | null> {
  return db.accessRequest.findFirst({
    where: { email, status: "REGISTERED", user: { email, emailVerifiedAt: null, deactivatedAt: null } },
    orderBy: { decidedAt: "desc" },
  });
}

/** Whether the owner of the address may sign up here. */
export async function maySignUp(ctx: CoreContext, email: string): Promise<boolean> {
  if (ctx.config.signup === "open") return true;
  return (await findOpenApproval(ctx, ctx.db, email)) !== null || (await findUsedApproval(ctx.db, email)) !== null;
}
