import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import type { MailTemplates } from "../kernel/mail";
import { loginUrl, mailOrigin, resetUrl } from "./mail-links";

const daySeconds = 24 * 60 * 60;

/** Links lead to sign-in. */
export function mailSamples(ctx: CoreContext): MailTemplates {
  const { appUrl } = ctx.config;
  const url = `${appUrl}/login?sample=1`;
  const name = "Jane Doe";
  const organization = "Acme Inc";
  const expiresAt = secondsAfter(ctx.clock.now(), 14 * daySeconds);
  const dueAt = secondsAfter(ctx.clock.now(), daySeconds);
  const origin = {
    ...mailOrigin(ctx),
    ip: "203.0.113.7",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  };
  const security = { name, alarmUrl: url, origin };
  return {
    "access-requested": { name, organization, statusUrl: url },
    "more-information": { name, organization, question: "Which models do you want to route to?", url },
    "request-waiting": {
      name: "Ana Admin",
      applicant: name,
      applicantEmail: "jane@acme.example",
      organization,
      answered: false,
      url: `${appUrl}/admin/requests`,
    },
    "requests-digest": {
      name: "Ana Admin",
      count: 1,
      newest: `${name}, ${organization}`,
      url: `${appUrl}/admin/requests`,
    },
    "confirm-request": { name, organization, hasOthers: false, url, expiresAt, origin },
    "access-approved": { name, organization, url, expiresAt, note: "Welcome aboard. Your contact is Ana." },
    "approval-expired": { name, url },
    "link-copied": { name, at: ctx.clock.now() },
    "access-rejected": { name, organization, reason: "We can't serve your region yet." },
    "already-registered": { name, loginUrl: loginUrl(ctx.config), resetUrl: resetUrl(ctx.config), origin },
    "verify-email": { name, organization, url, expiresAt, origin },
    "password-reset": { name, url, expiresAt, origin },
    "password-changed": { ...security, how: "changed" },
    "email-change-confirm": { name, newEmail: "jane@new.example", url, expiresAt, origin },
    "email-change-requested": { name, newEmail: "jane@new.example", undoUrl: url, origin },
    "email-changed": { name, newEmail: "jane@new.example", undoUrl: url, undoExpiresAt: dueAt, origin },
    "email-change-collision": { name, origin },
    "mfa-enabled": security,
    "mfa-disabled": security,
    "recovery-codes-regenerated": security,
    "recovery-code-used": { ...security, remaining: 3 },
    "session-theft-suspected": security,
    "new-device": security,
    "attempts-failed": security,
    "second-factor-paused": security,
    "sign-in-paused": { name, url, expiresAt, origin },
    "passkey-added": { ...security, passkey: "Work laptop" },
    "passkey-removed": { ...security, passkey: "Work laptop" },
    "identity-linked": { ...security, provider: "Google" },
    "identity-unlinked": { ...security, provider: "Google" },
    "api-key-created": { ...security, keyName: "ci-deploy" },
    "api-key-expiring": { name, keyName: "ci-deploy", expiresAt, keysUrl: `${appUrl}/account/api-keys` },
    "two-factor-required": { name, dueAt, isLast: false, setupUrl: `${appUrl}/account/two-factor-setup` },
    "mfa-reset-scheduled": { name, reason: "Lost the phone.", dueAt, cancelUrl: url },
    "mfa-reset": security,
    "mfa-reset-stopped": security,
    "deletion-scheduled": { name, dueAt, keepUrl: url, origin },
    "account-deleted": { name },
    invitation: { inviter: "Ana Admin", organization, role: "MEMBER", url, expiresAt },
    "team-removed": { name, organization },
    "team-role-changed": { name, organization, role: "ADMIN" },
    "test-mail": { name, mailsUrl: `${appUrl}/admin/mail` },
    "account-deactivated": { name, reason: "Left the company." },
    "account-reactivated": { name, loginUrl: `${appUrl}/login` },
    "signed-out-by-admin": { name, isEverywhere: true, loginUrl: `${appUrl}/login` },
    "api-key-revoked-by-admin": { name, keyName: "ci-deploy", keysUrl: `${appUrl}/account/api-keys` },
    "console-role-changed": { name, role: "reviewer" },
    "join-asked": {
      name,
      applicant: "Joe Doe",
      applicantEmail: "joe@acme.example",
      organization,
      role: "MEMBER",
      teamUrl: url,
    },
    "member-joined": {
      approvedName: "Joseph Doe",
      name,
      applicant: "Joe Doe",
      applicantEmail: "joe@acme.example",
      organization,
      role: "MEMBER",
      teamUrl: url,
    },
    "invitation-sent": {
      name,
      by: "Jane Roe",
      invitedEmail: "joe@acme.example",
      organization,
      role: "ADMIN",
      teamUrl: url,
    },
    "domain-lost": { name, organization, domain: "acme.example", teamUrl: url },
    "domain-verified": { name, organization, domain: "acme.example", teamUrl: url },
    "security-setting-changed": {
      name,
      organization,
      by: "Joe Doe",
      byEmail: "joe@acme.example",
      at: origin.at,
      changes: [{ setting: "organizationMfa", value: "off" }],
      settingsUrl: `${appUrl}/account/team`,
    },
    "project-deleted": { name, organization, project: "Checkout", by: "Joe Doe" },
    "plan-changed": { name, organization, plan: "PRO", teamUrl: `${appUrl}/account/team` },
    "production-changed": { name, organization, isActive: true },
    "webhook-failing": {
      name,
      url: "https://hooks.acme.example/foyer",
      reason: "503",
      isTurnedOff: true,
      webhookUrl: `${appUrl}/admin/webhooks`,
    },
  };
}

export function isMailTemplate(samples: MailTemplates, name: string): name is keyof MailTemplates {
  return Object.hasOwn(samples, name);
}
