import type { CoreContext } from "../../kernel/context";
import { findToken, type TokenState, tokenState } from "../../kernel/one-time-token";

/** One sign-up of an address, as the page of a verification link shows it. */
export interface RegistrationView {
  id: string;
  name: string;
  organization: string;
  createdAt: Date;
  ip: string;
  userAgent: string;
}

export interface VerificationView {
  state: TokenState;
  email: string | null;
  /** What the link can make good, the one of its email first. Empty: nothing was kept apart from its account, or the link is dead. */
  registrations: RegistrationView[];
  /** False: it makes no password good, or was used already. */
  hasPassword: boolean;
}

/** What the page of a verification link shows before its button is used. Spends nothing. */
export async function inspectVerification(ctx: CoreContext, token: string): Promise<VerificationView> {
  const { found, registrations, accountHash } = await findVerification(ctx, token);
  const state = tokenState(found, ctx.clock.now());
  return {
    state,
    email: found?.email ?? null,
    registrations: registrations.map(({ passwordHash: _, ...registration }) => registration),
    hasPassword: state === "open" && (registrations[0]?.passwordHash ?? accountHash) !== null,
  };
}

/**
 * A verification link with what it can make good: any registration of its address, the one that it was mailed for first. A
 * link that was mailed before registrations were kept apart makes the account's own password good (`accountHash`).
 */
export async function findVerification(ctx: CoreContext, token: string) {
  const found = await findToken(ctx.db, "EMAIL_VERIFICATION", token);
  const nothing = { found, registrations: [], accountHash: null };
  if (!found?.userId) return nothing;
  if (!found.registrationId) {
    const account = await ctx.db.user.findUnique({ where: { id: found.userId }, select: { passwordHash: true } });
    return { ...nothing, accountHash: account?.passwordHash ?? null };
  }
  const kept = await ctx.db.pendingRegistration.findMany({
    where: { userId: found.userId },
    select: {
      id: true,
      name: true,
      organization: true,
      createdAt: true,
      ip: true,
      userAgent: true,
      passwordHash: true,
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const own = kept.filter(({ id }) => id === found.registrationId);
  return { ...nothing, registrations: [...own, ...kept.filter(({ id }) => id !== found.registrationId)] };
}
