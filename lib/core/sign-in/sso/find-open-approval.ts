import type { AccessRequest, OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";

/** Null: none, or it can still be undone. */
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

/** For an unverified address, whose owner it was approved for. */
export function findUsedApproval(db: Database | Transaction, email: string): Promise<AccessRequest | null> {
  return db.accessRequest.findFirst({
    where: { email, status: "REGISTERED", user: { email, emailVerifiedAt: null, deactivatedAt: null } },
    orderBy: { decidedAt: "desc" },
  });
}

export async function maySignUp(ctx: CoreContext, email: string): Promise<boolean> {
  if (ctx.config.signup === "open") return true;
  return (await findOpenApproval(ctx, ctx.db, email)) !== null || (await findUsedApproval(ctx.db, email)) !== null;
}
