import type { AuditAction } from "../audit/record-audit-event";

/** What a person can filter their security log by. */
export const activityKinds = ["sign_in", "security", "account", "team"] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** Total by the compiler: a new act has to say where its owner finds it. Null: not for the account's own log. */
export const kindOfAction: Record<AuditAction, ActivityKind | null> = {
  "access_request.submitted": null,
  "access_request.confirmed": null,
  "access_request.approved": null,
  "access_request.rejected": null,
  "access_request.reopened": null,
  "access_request.noted": null,
  "access_request.approval_resent": null,
  "access_request.approval_revoked": null,
  "instance.set_up": null,
  "login.succeeded": "sign_in",
  "login.failed": "sign_in",
  "login.mfa_failed": "sign_in",
  "session.logged_out": "sign_in",
  "session.revoked": "sign_in",
  "session.others_revoked": "sign_in",
  "session.all_revoked": "sign_in",
  "session.refresh_token_reused": "sign_in",
  "user.sign_in_link_used": "sign_in",
  "session.stepped_up": "security",
  "user.password_changed": "security",
  "user.password_reset_requested": "security",
  "user.password_reset": "security",
  "user.alarm_raised": "security",
  "mfa.set_up_started": "security",
  "mfa.enabled": "security",
  "mfa.disabled": "security",
  "mfa.recovery_code_used": "security",
  "mfa.recovery_codes_regenerated": "security",
  "mfa.reset_scheduled": "security",
  "mfa.reset_cancelled": "security",
  "mfa.reset": "security",
  "passkey.added": "security",
  "passkey.renamed": "security",
  "passkey.removed": "security",
  "identity.linked": "security",
  "identity.unlinked": "security",
  "user.registered": "account",
  "user.email_verified": "account",
  "user.profile_updated": "account",
  "user.preferences_updated": "account",
  "user.email_change_requested": "account",
  "user.email_change_cancelled": "account",
  "user.email_changed": "account",
  "user.email_change_undone": "account",
  "user.exported": "account",
  "user.deletion_scheduled": "account",
  "user.deletion_cancelled": "account",
  "user.deleted": "account",
  "invitation.sent": "team",
  "invitation.resent": "team",
  "invitation.revoked": "team",
  "invitation.accepted": "team",
  "member.role_changed": "team",
  "member.removed": "team",
  "member.left": "team",
  "tenant.renamed": "team",
  "api_key.created": "security",
  "api_key.rotated": "security",
  "api_key.revoked": "security",
  "api_key.used": "security",
  "project.created": "account",
  "project.updated": "account",
  "project.archived": "account",
  "project.restored": "account",
  "project.deleted": "account",
  "audit.exported": null,
  "audit.trimmed": null,
};

const actions = Object.keys(kindOfAction) as AuditAction[];

/** The acts of one kind, or of every kind that a person may read. */
export function actionsOf(kind: ActivityKind | undefined): AuditAction[] {
  return actions.filter((action) => (kind ? kindOfAction[action] === kind : kindOfAction[action] !== null));
}
