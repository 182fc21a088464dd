import type { PendingRegistration, User } from "@/generated/prisma/client";
import type { ConfirmRegistrationInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { consumeToken, findToken, type TokenState, tokenState } from "../../kernel/one-time-token";
import type { KnownHash } from "../../kernel/ports";
import { err, ok, type Result } from "../../kernel/result";
import { attemptPassword } from "../../sign-in/attempt";
import { matchesPassword } from "../../sign-in/verify-password";
import { inTurn } from "../../users/account-gate";
import { lockUser } from "../../users/lock-user";
import { nextPasswordChange } from "../../users/set-password";
import { endRegistrations, tellOfApprovedJoining } from "./pending-registration";

/** `registrationId` is a recognized registration of the address. Idempotent, and signs no one in. */
export async function verifyEmail(
  ctx: CoreContext,
  input: { token: string; registrationId?: string | undefined },
): Promise<Result<{ email: string }, "token_invalid">> {
  const found = await findToken(ctx.db, "EMAIL_VERIFICATION", input.token);
  if (!found?.userId) return err("token_invalid");
  const userId = found.userId;
  return inTransaction<{ email: string }, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "EMAIL_VERIFICATION", input.token, now);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!user || user.email !== found.email) return err("token_invalid");
    if (!token) {
      const wasSpent = await tx.oneTimeToken.count({ where: { id: found.id, usedAt: { not: null } } });
      return wasSpent === 1 && user.emailVerifiedAt ? ok({ email: user.email }) : err("token_invalid");
    }
    // An address verified otherwise keeps what was chosen then.
    if (!user.emailVerifiedAt) {
      const registrationId = input.registrationId ?? token.registrationId;
      const registration = registrationId
        ? await tx.pendingRegistration.findUnique({ where: { id: registrationId, userId } })
        : null;
      // A newer one replaced it.
      if (registrationId && !registration) return err("token_invalid");
      // Using it twice must succeed.
      await tx.oneTimeToken.update({ where: { id: token.id }, data: { registrationId } });
      // The grace period for 2FA starts with what is taken over.
      if (registration) await takeOver(tx, user, registration, now);
      await tx.user.update({ where: { id: userId }, data: { emailVerifiedAt: now } });
      await endRegistrations(tx, userId, now, registration?.id);
      await tellOfApprovedJoining(ctx, tx, userId);
      await recordAuditEvent(ctx, tx, { action: "user.email_verified", actor: user });
    }
    return ok({ email: user.email });
  });
}

type Registered = Pick<
  PendingRegistration,
  "name" | "organization" | "buyerMode" | "passwordHash" | "locale" | "createdAt"
>;

/** Changes the organization only without other members. */
export async function takeOver(tx: Transaction, user: User, registration: Registered, now: Date): Promise<void> {
  const { name, organization, buyerMode, passwordHash, locale, createdAt } = registration;
  await tx.user.update({
    where: { id: user.id },
    data: {
      name,
      locale,
      passwordHash,
      createdAt,
      consoleRoleSince: now,
      tenantJoinedAt: now,
      passwordChangedAt: nextPasswordChange(now, user.passwordChangedAt),
    },
  });
  const others = await tx.user.count({ where: { tenantId: user.tenantId, id: { not: user.id } } });
  if (buyerMode === null || others > 0) return;
  await tx.tenant.update({ where: { id: user.tenantId }, data: { name: organization, buyerMode } });
}

type Refusal = "token_invalid" | "validation_failed" | "rate_limited";

/**
 * Needs this browser (`isFrom`) or the registration's password, so that no one else's becomes valid. Ten wrong ones
 * void the link.
 */
export async function confirmRegistration(
  ctx: CoreContext,
  { token, password }: ConfirmRegistrationInput,
  isFrom: (registrationId: string) => Promise<boolean>,
): Promise<Result<{ email: string }, Refusal>> {
  const { found, registrations, accountHash } = await findVerification(ctx, token);
  const isOpen = tokenState(found, ctx.clock.now()) === "open";
  const needsPassword = (registrations[0]?.passwordHash ?? accountHash) !== null;
  if (!found?.userId || !isOpen || !needsPassword) return verifyEmail(ctx, { token });
  for (const { id } of registrations) {
    if (await isFrom(id)) return verifyEmail(ctx, { token, registrationId: id });
  }
  if (password === undefined) return err("validation_failed", { fieldErrors: { password: ["required"] } });
  const link = { id: found.id, userId: found.userId };
  const known = accountHash ? [{ id: undefined, passwordHash: accountHash }] : registrations;
  const proven = await inTurn(ctx, link.userId, () => findMatch(ctx, link, known, password));
  return proven.ok ? verifyEmail(ctx, { token, registrationId: proven.value }) : proven;
}

interface Known {
  /** Absent for the account's own. */
  id: string | undefined;
  passwordHash: string | null;
}

async function findMatch(
  ctx: CoreContext,
  link: { id: string; userId: string },
  known: Known[],
  password: string,
): Promise<Result<string | undefined, Refusal>> {
  let left = 0;
  const outcome = await attemptPassword<string | undefined, "invalid_credentials">(
    ctx,
    { act: "verify_email", userId: link.userId },
    async (attempt) => {
      const tries = await ctx.limits.consume("registrationPassword", link.id);
      left = tries.remaining;
      if (!tries.allowed) return err("invalid_credentials");
      const matches = (hashes: KnownHash) => matchesPassword(ctx, attempt, hashes, password, false);
      // One computation, so that only the right password costs more.
      const hashes = known.flatMap(({ passwordHash }) => passwordHash ?? []);
      if (!(await matches(hashes))) return err("invalid_credentials");
      for (const { id, passwordHash } of known) {
        if (passwordHash !== null && (await matches(passwordHash))) return ok(id);
      }
      return err("invalid_credentials");
    },
  );
  if (outcome.ok) return outcome;
  const { code, ...details } = outcome.error;
  if (code === "rate_limited") return err(code, details);
  if (left > 0) return err("validation_failed", { fieldErrors: { password: ["registration_password"] } });
  await ctx.db.oneTimeToken.updateMany({
    where: { id: link.id, usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.clock.now() },
  });
  return err("token_invalid");
}

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
  /** Emailed one first. */
  registrations: RegistrationView[];
  /** False if already used or without a password. */
  hasPassword: boolean;
}

/** Doesn't use the token. */
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

/** `accountHash` is for older links, which verify the account's own password. */
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
