import type { OneTimeToken } from "@/generated/prisma/client";
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
