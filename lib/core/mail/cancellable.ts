import type { MailTemplates } from "../kernel/mail";

/**
 * Whether admins can cancel it. Security emails can't be canceled, so that stolen admin sessions can't hide actions.
 */
const cancellable: Record<keyof MailTemplates, boolean> = {
  "access-requested": true,
  "more-information": true,
  "request-waiting": true,
  "requests-digest": true,
  "confirm-request": true,
  "access-approved": true,
  "approval-expired": true,
  "link-copied": false,
  "access-rejected": true,
  "already-registered": false,
  "verify-email": true,
  "password-reset": true,
  "password-changed": false,
  "email-change-confirm": true,
  "email-change-requested": false,
  "email-changed": false,
  "email-change-collision": false,
  "mfa-enabled": false,
  "mfa-disabled": false,
  "recovery-codes-regenerated": false,
  "recovery-code-used": false,
  "session-theft-suspected": false,
  "new-device": false,
  "sign-in-paused": false,
  "passkey-added": false,
  "passkey-removed": false,
  "identity-linked": false,
  "identity-unlinked": false,
  "api-key-created": false,
  "api-key-expiring": true,
  "attempts-failed": false,
  "second-factor-paused": false,
  "two-factor-required": false,
  "mfa-reset-scheduled": false,
  "mfa-reset": false,
  "mfa-reset-stopped": false,
  "deletion-scheduled": false,
  "account-deleted": false,
  invitation: true,
  "test-mail": true,
  "webhook-failing": false,
  "team-removed": false,
  "team-role-changed": false,
  "account-deactivated": false,
  "account-reactivated": false,
  "signed-out-by-admin": false,
  "api-key-revoked-by-admin": false,
  "console-role-changed": false,
  "join-asked": false,
  "member-joined": false,
  "invitation-sent": false,
  "domain-verified": false,
  "domain-lost": false,
  "security-setting-changed": false,
  "project-deleted": false,
  "plan-changed": false,
  "production-changed": false,
};

/** False for names from other versions. */
export function isCancellable(template: string): boolean {
  return Object.hasOwn(cancellable, template) && cancellable[template as keyof MailTemplates];
}

export const cancellableTemplates = Object.keys(cancellable).filter(isCancellable);
