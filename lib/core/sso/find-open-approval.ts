import type { AccessRequest, OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";

/** The approval that still waits for the person of this address, or null. Whoever owns the address needs no link. */
export function findOpenApproval(
  ctx: CoreContext,
  db: Database | Transaction,
  email: string,
): Promise<OneTimeToken | null> {
  return db.oneTimeToken.findFirst({
    where: {
      purpose: "APPROVAL",
      email,
      usedAt: null,
      voidedAt: null,
      expiresAt: { gt: ctx.clock.now() },
      accessRequest: { status: "APPROVED" },
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
