import type { PendingRegistration, User } from "@/generated/prisma/client";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { consumeToken, findToken } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { nextPasswordChange } from "../../users/set-password";
import { endRegistrations } from "./pending-registration";
import { tellOfApprovedJoining } from "./tell-of-approved-joining";

/**
 * Confirms the address that the token was mailed to, and gives the account what that very mail was about: password, name,
 * organization. `registrationId`: another registration of the address, whose maker the caller has recognized. Every other
 * one ends. Doing it twice is a success; it never signs anybody in.
 */
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
    // An address that was proven in another way since keeps what was chosen then.
    if (!user.emailVerifiedAt) {
      const registrationId = input.registrationId ?? token.registrationId;
      const registration = registrationId
        ? await tx.pendingRegistration.findUnique({ where: { id: registrationId, userId } })
        : null;
      // A newer one has taken its place meanwhile.
      if (registrationId && !registration) return err("token_invalid");
      // The link outlives the registration that it was mailed for, so that using it twice is a success.
      await tx.oneTimeToken.update({ where: { id: token.id }, data: { registrationId } });
      // Before the address counts as verified: the grace for two-factor authentication begins with what is taken over.
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

/** Makes an account what was registered, from now on. Its tenant only while nobody else belongs to it. */
export async function takeOver(tx: Transaction, user: User, registration: Registered, now: Date): Promise<void> {
  const { name, organization, buyerMode, passwordHash, locale, createdAt } = registration;
  await tx.user.update({
    where: { id: user.id },
    data: {
      ...{ name, locale, passwordHash, createdAt },
      ...{ consoleRoleSince: now, tenantJoinedAt: now },
      passwordChangedAt: nextPasswordChange(now, user.passwordChangedAt),
    },
  });
  // A tenant that others belong to, too, is theirs.
  const others = await tx.user.count({ where: { tenantId: user.tenantId, id: { not: user.id } } });
  if (buyerMode === null || others > 0) return;
  await tx.tenant.update({ where: { id: user.tenantId }, data: { name: organization, buyerMode } });
}
