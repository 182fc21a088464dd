import { type AuditGroup, auditGroups } from "@/lib/values/audit";
import type { WebhookEvent } from "@/lib/values/webhooks";

export const activityKinds = ["sign_in", "security", "account", "team"] as const;
export type ActivityKind = (typeof activityKinds)[number];

interface Audited {
  /** Absent: audit log only. */
  activity?: ActivityKind;
  /** Owners and admins see it. On members: only actions of console admins. */
  organization?: true;
  webhook?: WebhookEvent;
}

/** Stored names: renaming one needs a migration. */
export const auditActions = {
  "access_request.submitted": { webhook: "access_request.created" },
  "access_request.confirmed": { webhook: "access_request.confirmed" },
  "access_request.approved": { webhook: "access_request.approved" },
  "access_request.rejected": { webhook: "access_request.rejected" },
  "access_request.held": {},
  "access_request.question_asked": { webhook: "access_request.needs_info" },
  "access_request.answered": { webhook: "access_request.answered" },
  "access_request.reopened": { webhook: "access_request.reverted" },
  "access_request.noted": {},
  "access_request.approval_resent": {},
  "access_request.approval_revoked": { webhook: "access_request.reverted" },
  "settings.updated": {},
  "reply_template.created": {},
  "reply_template.updated": {},
  "reply_template.deleted": {},
  "access_rule.created": {},
  "access_rule.updated": {},
  "access_rule.deleted": {},
  "access_rule.reordered": {},
  "access_request.approval_extended": {},
  "access_request.approval_expired": {},
  "access_request.first_approved": {},
  "access_request.join_asked": { activity: "team", organization: true },
  "access_request.join_confirmed": { activity: "team", organization: true },
  "access_request.join_declined": { activity: "team", organization: true },
  "access_request.marked_duplicate": {},
  "access_request.undone": { webhook: "access_request.reverted" },
  "access_request.snoozed": {},
  "access_request.woken": {},
  "access_request.assigned": {},
  "access_request.viewed": {},
  "access_request.link_copied": {},
  "access_request.blocked": {},
  "access_request.erased": {},
  "access_request.aged_out": {},
  "access_request.exported": {},
  "instance.set_up": {},
  "instance.restored": {},
  "user.registered": { activity: "account", webhook: "user.registered" },
  "user.email_verified": { activity: "account", webhook: "user.verified" },
  "user.verification_requested": { activity: "account" },
  "user.verification_not_mailed": { activity: "account" },
  "user.profile_updated": { activity: "account" },
  "user.preferences_updated": { activity: "account" },
  "user.password_changed": { activity: "security", webhook: "security.password_changed" },
  "user.password_reset_requested": { activity: "security" },
  "user.password_reset": { activity: "security", webhook: "security.password_reset" },
  "user.email_change_requested": { activity: "account" },
  "user.email_change_cancelled": { activity: "account" },
  "user.email_changed": { activity: "account", webhook: "user.email_changed" },
  "user.email_change_undone": { activity: "account" },
  "login.succeeded": { activity: "sign_in" },
  "login.failed": { activity: "sign_in" },
  "login.mfa_failed": { activity: "sign_in" },
  "login.failures_unusual": {},
  "attempt.failed": { activity: "security" },
  "session.revoked": { activity: "sign_in", organization: true },
  "session.others_revoked": { activity: "sign_in" },
  "session.all_revoked": { activity: "sign_in", organization: true },
  "session.logged_out": { activity: "sign_in" },
  "session.refresh_token_reused": { activity: "sign_in", webhook: "security.refresh_token_reused" },
  "session.stepped_up": { activity: "security" },
  "mfa.set_up_started": { activity: "security" },
  "mfa.enabled": { activity: "security", webhook: "security.mfa_enabled" },
  "mfa.disabled": { activity: "security", webhook: "security.mfa_disabled" },
  "mfa.recovery_code_used": { activity: "security", webhook: "security.recovery_code_used" },
  "mfa.recovery_codes_regenerated": { activity: "security" },
  "mfa.reset_scheduled": { activity: "security", organization: true, webhook: "security.mfa_reset_scheduled" },
  "mfa.reset_cancelled": { activity: "security", organization: true },
  "mfa.reset": { activity: "security", webhook: "security.mfa_reset" },
  "user.alarm_raised": { activity: "security", webhook: "security.alarm_raised" },
  "user.sign_in_link_used": { activity: "sign_in" },
  "user.exported": { activity: "account" },
  "user.deletion_scheduled": { activity: "account" },
  "user.deletion_cancelled": { activity: "account" },
  "user.deleted": { activity: "account", webhook: "user.deleted" },
  "user.deactivated": { activity: "account", organization: true, webhook: "user.deactivated" },
  "user.reactivated": { activity: "account", organization: true, webhook: "user.reactivated" },
  "user.role_changed": { activity: "account", organization: true, webhook: "security.admin_role_changed" },
  "user.verification_resent": { activity: "account", organization: true },
  "passkey.added": { activity: "security", webhook: "security.passkey_added" },
  "passkey.renamed": { activity: "security" },
  "passkey.removed": { activity: "security", webhook: "security.passkey_removed" },
  "identity.linked": { activity: "security", webhook: "security.identity_linked" },
  "identity.unlinked": { activity: "security", webhook: "security.identity_unlinked" },
  "invitation.sent": { activity: "team" },
  "invitation.resent": { activity: "team" },
  "invitation.revoked": { activity: "team" },
  "invitation.accepted": { activity: "team" },
  "member.joined": { activity: "team", organization: true },
  "member.role_changed": { activity: "team", organization: true },
  "member.removed": { activity: "team", organization: true },
  "member.left": { activity: "team", organization: true },
  "tenant.renamed": { activity: "team", organization: true },
  "tenant.mfa_requirement_changed": { activity: "team", organization: true },
  "tenant.plan_changed": { activity: "team", organization: true },
  "tenant.production_changed": { activity: "team", organization: true },
  "tenant.domain_added": { activity: "team", organization: true },
  "tenant.domain_verified": { activity: "team", organization: true },
  "tenant.domain_removed": { activity: "team", organization: true },
  "tenant.domain_displaced": { activity: "team", organization: true },
  "api_key.created": { activity: "security", webhook: "security.api_key_created" },
  "api_key.rotated": { activity: "security" },
  "api_key.revoked": { activity: "security", organization: true },
  "api_key.used": { activity: "security" },
  "mail.retried": {},
  "mail.cancelled": {},
  "mail.test_sent": {},
  "webhook.created": {},
  "webhook.updated": {},
  "webhook.secret_rotated": {},
  "webhook.deleted": {},
  "webhook.tested": {},
  "webhook.replayed": {},
  "webhook.turned_off": {},
  "project.created": { activity: "account" },
  "project.updated": { activity: "account" },
  "project.archived": { activity: "account", organization: true },
  "project.restored": { activity: "account", organization: true },
  "project.deleted": { activity: "account", organization: true },
  "audit.exported": {},
  "audit.trimmed": {},
} as const satisfies Record<string, Audited>;

export type AuditAction = keyof typeof auditActions;
const declared: Record<AuditAction, Audited> = auditActions;
export const auditActionNames = Object.keys(auditActions) as AuditAction[];

export function auditedAs(action: AuditAction): Audited {
  return declared[action];
}

function groupOf(action: AuditAction): AuditGroup {
  return auditedAs(action).activity ?? (action.startsWith("access_request.") ? "requests" : "administration");
}

export function actionsOfGroup(group: AuditGroup): AuditAction[] {
  return auditActionNames.filter((action) => groupOf(action) === group);
}

export const actionsByGroup = auditGroups.map((group) => ({ group, actions: actionsOfGroup(group) }));

export const actionsOfKeys = auditActionNames.filter((action) => /^(project|api_key)\./.test(action));
