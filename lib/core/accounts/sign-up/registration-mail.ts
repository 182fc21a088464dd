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

/** An account that waits for its address to be verified. */
interface Unverified {
  id: string;
  email: string;
  name: string;
  locale: string;
}

/**
 * Mails the link of one registration, which works for a day and replaces earlier links of that registration; those of others
 * go on working. Null: what the account itself holds, which had no registration kept beside it. Answers false where the
 * address has had its share: then earlier links stay.
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

/** Asks for a new verification link. Answers alike, and after the same work, for every address. */
export async function resendVerificationEmail(ctx: CoreContext, input: { email: Email }): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-verification", email: input.email, request: jobRequest(ctx) });
  return ok();
}

/**
 * The job's side: only an active account that is not verified yet gets a mail, and each mail is about one registration. Where
 * one was made from where the asker is, it is the asker's; where none was, all are mailed.
 */
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

/**
 * Mails what was registered again, the newest first, as far as the address's share goes. `asker`: where there are some of
 * theirs, only those. Answers whether a mail was written.
 */
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
  // An account that was opened before registrations were kept apart has a password of its own.
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
