import type { OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { findToken, tokenState } from "../kernel/one-time-token";
import { ok } from "../kernel/result";
import { recordRequestEvent } from "./record-request-event";

export type Invitation =
  | {
      state: "open";
      email: string;
      name: string;
      /** Of the tenant that it joins, else what the applicant wrote. */
      organization: string;
      /** True when the account joins that existing tenant. */
      joins: boolean;
      buyerMode: string;
      expiresAt: Date;
    }
  | { state: "used" }
  | { state: "expired" }
  | { state: "unknown" };

/** What the sign-up page may show of an approval token. Spends nothing, so that mail scanners can look. */
export async function findInvitation(ctx: CoreContext, token: string): Promise<Invitation> {
  const found = await findToken(ctx.db, "APPROVAL", token);
  const state = tokenState(found, ctx.clock.now());
  if (!found?.accessRequestId || state === "unknown") return { state: "unknown" };
  const request = await ctx.db.accessRequest.findUnique({
    where: { id: found.accessRequestId },
    include: { joinTenant: { select: { name: true } }, user: { select: { emailVerifiedAt: true } } },
  });
  if (!request) return { state: "unknown" };
  // A registration with a copied link leaves the mailed one good until the address is verified.
  const isUnproven = state === "open" && !found.isCopied && request.user?.emailVerifiedAt === null;
  if (state === "used" || (request.status === "REGISTERED" && !isUnproven)) return { state: "used" };
  if (state === "expired" || (request.status !== "APPROVED" && !isUnproven)) return { state: "expired" };
  const joinTenant = request.joinConfirmedAt ? request.joinTenant : null;
  if (!found.openedAt) await recordOpening(ctx, found, request.id);
  return {
    state: "open",
    email: request.email,
    name: request.name,
    organization: joinTenant?.name ?? request.organization,
    joins: joinTenant !== null,
    buyerMode: request.buyerMode,
    expiresAt: found.expiresAt,
  };
}

/** That the form was opened is kept once per link. */
async function recordOpening(ctx: CoreContext, token: OneTimeToken, accessRequestId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const opened = await tx.oneTimeToken.updateMany({
      where: { id: token.id, openedAt: null },
      data: { openedAt: ctx.clock.now() },
    });
    if (opened.count === 1) await recordRequestEvent(ctx, tx, accessRequestId, { kind: "opened" });
    return ok();
  });
}
