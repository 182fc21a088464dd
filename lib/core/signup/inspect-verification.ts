import type { CoreContext } from "../context";
import { findToken, type TokenState, tokenState } from "../tokens/one-time-token";

export interface VerificationView {
  state: TokenState;
  email: string | null;
  /** What the link makes good. Null: it was not kept apart from its account, or the link is dead. */
  registration: {
    id: string;
    name: string;
    organization: string;
    createdAt: Date;
    ip: string;
    userAgent: string;
  } | null;
  /** False: it makes no password good, or was used already. */
  hasPassword: boolean;
}

/** What the page of a verification link shows before its button is used. Spends nothing. */
export async function inspectVerification(ctx: CoreContext, token: string): Promise<VerificationView> {
  const { found, registration, passwordHash } = await findVerification(ctx, token);
  const state = tokenState(found, ctx.clock.now());
  return {
    ...{ state, email: found?.email ?? null, registration },
    hasPassword: state === "open" && passwordHash !== null,
  };
}

/** A verification link with what it makes good. Links that were mailed before registrations were kept apart have none. */
export async function findVerification(ctx: CoreContext, token: string) {
  const found = await findToken(ctx.db, "EMAIL_VERIFICATION", token);
  const kept = found?.registrationId
    ? await ctx.db.pendingRegistration.findUnique({
        where: { id: found.registrationId },
        select: {
          ...{ id: true, name: true, organization: true, createdAt: true, ip: true, userAgent: true },
          passwordHash: true,
        },
      })
    : null;
  if (kept) {
    const { passwordHash, ...registration } = kept;
    return { found, registration, passwordHash };
  }
  const account = found?.userId
    ? await ctx.db.user.findUnique({ where: { id: found.userId }, select: { passwordHash: true } })
    : null;
  return { found, registration: null, passwordHash: account?.passwordHash ?? null };
}
