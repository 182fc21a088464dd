import type { PendingRegistration, User } from "@/generated/prisma/client";
import type { Email } from "@/lib/values/email";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { emailVerificationSeconds, secondsAfter } from "../../kernel/lifetimes";
import { deleteToken, hashToken, mintToken } from "../../kernel/one-time-token";
import type { RequestMeta } from "../../kernel/ports";
import { ok, type Result } from "../../kernel/result";
import { tokenUrl } from "../../mail/mail-links";
import { wasMailedBefore } from "../../mail/mailed-before";
import { lockUser } from "../../users/lock-user";

interface Unverified {
  id: string;
  email: string;
  name: string;
  locale: string;
}

/**
 * Lasts a day and voids this registration's earlier links. Null means the account itself. Returns false at the
 * address's limit.
 */
export async function sendVerification(
  ctx: CoreContext,
  tx: Transaction,
  user: Unverified,
  registration: PendingRegistration | null,
  mailId?: string,
): Promise<boolean> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, emailVerificationSeconds);
  const registrationId = registration?.id ?? null;
  const token = await mintToken(tx, {
    purpose: "EMAIL_VERIFICATION",
    email: user.email,
    userId: user.id,
    ...(registrationId ? { registrationId } : {}),
    expiresAt,
  });
  const mail = {
    template: "verify-email" as const,
    to: user.email,
    locale: registration?.locale ?? user.locale,
    props: {
      name: registration?.name ?? user.name,
      organization: registration?.organization ?? null,
      url: tokenUrl(ctx.config, "verify-email", token),
      expiresAt,
      origin: registration
        ? { ip: registration.ip, userAgent: registration.userAgent, at: registration.createdAt }
        : null,
    },
  };
  if ((await ctx.mailer.enqueue(tx, mail, { id: mailId })) === null) {
    await deleteToken(tx, token);
    return false;
  }
  await tx.oneTimeToken.updateMany({
    where: {
      userId: user.id,
      registrationId,
      purpose: "EMAIL_VERIFICATION",
      usedAt: null,
      voidedAt: null,
      tokenHash: { not: hashToken(token) },
    },
    data: { voidedAt: now },
  });
  return true;
}

/** Does the same work for every address. */
export async function resendVerificationEmail(ctx: CoreContext, input: { email: Email }): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-verification", email: input.email, request: jobRequest(ctx) });
  return ok();
}

/** Mails only the asker's registrations if there are any. */
export async function mailVerification(
  ctx: CoreContext,
  { email, once }: { email: string; once?: string },
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user || user.deactivatedAt || user.emailVerifiedAt) return;
  await ctx.db.$transaction(async (tx) => {
    await lockUser(tx, user.id);
    if (await wasMailedBefore(tx, once)) return;
    if ((await tx.user.count({ where: { id: user.id, email, emailVerifiedAt: null } })) === 0) return;
    if (!(await mailRegistrations(ctx, tx, user, { asker: ctx.request, once }))) return;
    await recordAuditEvent(ctx, tx, { action: "user.verification_requested", subjectId: user.id });
  });
}

/** Newest first, within the address's limit. */
export async function mailRegistrations(
  ctx: CoreContext,
  tx: Transaction,
  user: User,
  { asker, once }: { asker?: Pick<RequestMeta, "ip" | "userAgent">; once?: string | undefined } = {},
): Promise<boolean> {
  const kept = await tx.pendingRegistration.findMany({
    where: { userId: user.id },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const own = kept.filter(({ ip, userAgent }) => ip === asker?.ip && userAgent === asker.userAgent);
  // Accounts from before separate registrations have their own password.
  const all: (PendingRegistration | null)[] = user.passwordHash ? [...kept, null] : kept;
  let id = once;
  let isWritten = false;
  for (const registration of own.length > 0 ? own : all) {
    if (!(await sendVerification(ctx, tx, user, registration, id))) break;
    isWritten = true;
    id = undefined;
  }
  return isWritten;
}
