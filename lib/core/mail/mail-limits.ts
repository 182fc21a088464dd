import { canonicalMailbox } from "@/lib/values/mailboxes";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import type { MailTemplates } from "../kernel/mail";

export type MailLimit = { mails: number; seconds: number } | { unlimited: string };

const hour = 60 * 60;
const few = { mails: 3, seconds: hour };
const ownAct = {
  unlimited: "It goes to the account's own address, about an act that took its password, its session or its mailbox.",
};
const byAdmin = { unlimited: "An admin causes each of them." };
const toLeaders = { unlimited: "It tells those who lead an organization or the console what happened to it." };
const toMember = { unlimited: "It tells a member what the organization's owners or admins did to their membership." };
const byClock = { unlimited: "The clock sends it, once for each occasion." };

/** Warnings to owners are unlimited: attackers could exhaust a limit. */
export const mailLimits: Record<keyof MailTemplates, MailLimit> = {
  "access-requested": few,
  // The applicant's page also shows every question.
  "more-information": { mails: 5, seconds: hour },
  "request-waiting": { mails: 30, seconds: hour },
  "requests-digest": byClock,
  "confirm-request": few,
  "access-approved": { mails: 4, seconds: hour },
  "approval-expired": few,
  "link-copied": few,
  "access-rejected": few,
  "already-registered": few,
  "verify-email": few,
  "password-reset": few,
  "password-changed": ownAct,
  "email-change-confirm": few,
  "email-change-requested": ownAct,
  "email-changed": ownAct,
  "email-change-collision": few,
  "two-factor-required": byClock,
  "mfa-enabled": ownAct,
  "mfa-disabled": ownAct,
  "recovery-codes-regenerated": ownAct,
  "recovery-code-used": ownAct,
  "session-theft-suspected": ownAct,
  "new-device": ownAct,
  "attempts-failed": { mails: 3, seconds: 24 * hour },
  "second-factor-paused": { unlimited: "It goes out once for each stop of the codes, which lasts a day." },
  "sign-in-paused": { mails: 3, seconds: 24 * hour },
  "passkey-added": ownAct,
  "passkey-removed": ownAct,
  "identity-linked": ownAct,
  "identity-unlinked": ownAct,
  "api-key-created": ownAct,
  "api-key-expiring": byClock,
  "mfa-reset-scheduled": byAdmin,
  "mfa-reset": byAdmin,
  "mfa-reset-stopped": ownAct,
  "deletion-scheduled": ownAct,
  "account-deleted": byClock,
  invitation: few,
  "test-mail": { unlimited: "It goes to the admin who asks for it." },
  "webhook-failing": byClock,
  "team-removed": toMember,
  "team-role-changed": toMember,
  "account-deactivated": byAdmin,
  "account-reactivated": byAdmin,
  "signed-out-by-admin": byAdmin,
  "api-key-revoked-by-admin": byAdmin,
  "console-role-changed": byAdmin,
  "join-asked": { mails: 30, seconds: hour },
  "member-joined": toLeaders,
  "invitation-sent": toLeaders,
  "domain-verified": toLeaders,
  "domain-lost": toLeaders,
  "security-setting-changed": toLeaders,
  "project-deleted": toLeaders,
  "plan-changed": byAdmin,
  "production-changed": byAdmin,
};

export function mailWait(template: keyof MailTemplates): { retryAfterSeconds: number } {
  const limit = mailLimits[template];
  return { retryAfterSeconds: "unlimited" in limit ? 1 : limit.seconds };
}

/**
 * Counts all spellings of a mailbox, without canceled emails. Serializes concurrent calls until the transaction ends.
 */
export async function hasMailRoom(
  tx: Transaction,
  { template, to }: { template: keyof MailTemplates; to: string },
  { now, scale }: { now: Date; scale: number },
): Promise<boolean> {
  const limit = mailLimits[template];
  if ("unlimited" in limit) return true;
  const mailbox = canonicalMailbox(to);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${template} ${mailbox}`}, 0))`;
  const written = await tx.mail.count({
    where: { mailbox, template, state: { not: "CANCELLED" }, createdAt: { gt: secondsAfter(now, -limit.seconds) } },
  });
  return written < limit.mails * scale;
}
