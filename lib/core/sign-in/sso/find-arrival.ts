import type { SsoTicketPurpose } from "@/generated/prisma/enums";
import type { CoreContext } from "../../kernel/context";
import { findOpenApproval, findUsedApproval } from "./find-open-approval";
import { providerName } from "./identity";
import { findSsoTicket } from "./sso-ticket";

export interface ArrivalView {
  provider: string;
  email: string;
  name: string;
  /** Empty: no approved request. */
  organization: string;
  /** Null: no approved request. */
  buyerMode: string | null;
  /** Null: a sign-up. */
  account: { id: string; hasPassword: boolean; mfaEnabled: boolean } | null;
}

/** Spends nothing. Null: the ticket isn't open. */
export async function findArrival(
  ctx: CoreContext,
  purpose: SsoTicketPurpose,
  ticket: string,
): Promise<ArrivalView | null> {
  const found = await findSsoTicket(ctx, purpose, ticket);
  if (!found) return null;
  const [user, approval] = await Promise.all([
    found.userId
      ? ctx.db.user.findUnique({
          where: { id: found.userId },
          select: { email: true, passwordHash: true, totpCredential: { select: { userId: true } } },
        })
      : null,
    purpose === "SIGN_UP" ? findOpenApproval(ctx, ctx.db, found.email) : null,
  ]);
  const requestId = approval
    ? approval.accessRequestId
    : purpose === "SIGN_UP" && (await findUsedApproval(ctx.db, found.email))?.id;
  const request = requestId
    ? await ctx.db.accessRequest.findUnique({
        where: { id: requestId },
        include: { joinTenant: { select: { name: true } } },
      })
    : null;
  return {
    provider: providerName(ctx.config, found.provider),
    email: user?.email ?? found.email,
    name: found.name || (request?.name ?? ""),
    organization: (request?.joinConfirmedAt && request.joinTenant?.name) || (request?.organization ?? ""),
    buyerMode: request?.buyerMode ?? null,
    account:
      user && found.userId
        ? { id: found.userId, hasPassword: user.passwordHash !== null, mfaEnabled: user.totpCredential !== null }
        : null,
  };
}
