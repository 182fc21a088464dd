import type { Prisma } from "@/generated/prisma/client";
import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";
import { tellWebhooks } from "../webhooks/tell-webhooks";

/** Names of acts, `object.verb`. They are stored: renaming one needs a migration. */
export type AuditAction =
  | "access_request.submitted"
  | "access_request.confirmed"
  | "access_request.approved"
  | "access_request.rejected"
  | "access_request.held"
  | "access_request.question_asked"
  | "access_request.answered"
  | "access_request.reopened"
  | "access_request.noted"
  | "access_request.approval_resent"
  | "access_request.approval_revoked"
  | "settings.updated"
  | "reply_template.created"
  | "reply_template.updated"
  | "reply_template.deleted"
  | "access_rule.created"
  | "access_rule.updated"
  | "access_rule.deleted"
  | "access_rule.reordered"
  | "access_request.approval_extended"
  | "access_request.approval_expired"
  | "access_request.first_approved"
  | "access_request.join_asked"
  | "access_request.join_confirmed"
  | "access_request.join_declined"
  | "access_request.marked_duplicate"
  | "access_request.undone"
  | "access_request.snoozed"
  | "access_request.woken"
  | "access_request.assigned"
  | "access_request.viewed"
  | "access_request.link_copied"
  | "access_request.blocked"
  | "access_request.erased"
  | "access_request.aged_out"
  | "access_request.exported"
  | "instance.set_up"
  | "instance.restored"
  | "user.registered"
  | "user.email_verified"
  | "user.verification_requested"
  | "user.verification_not_mailed"
  | "user.profile_updated"
  | "user.preferences_updated"
  | "user.password_changed"
  | "user.password_reset_requested"
  | "user.password_reset"
  | "user.email_change_requested"
  | "user.email_change_cancelled"
  | "user.email_changed"
  | "user.email_change_undone"
  | "login.succeeded"
  | "login.failed"
  | "login.mfa_failed"
  | "login.failures_unusual"
  | "attempt.failed"
  | "session.revoked"
  | "session.others_revoked"
  | "session.all_revoked"
  | "session.logged_out"
  | "session.refresh_token_reused"
  | "session.stepped_up"
  | "mfa.set_up_started"
  | "mfa.enabled"
  | "mfa.disabled"
  | "mfa.recovery_code_used"
  | "mfa.recovery_codes_regenerated"
  | "mfa.reset_scheduled"
  | "mfa.reset_cancelled"
  | "mfa.reset"
  | "user.alarm_raised"
  | "user.sign_in_link_used"
  | "user.exported"
  | "user.deletion_scheduled"
  | "user.deletion_cancelled"
  | "user.deleted"
  | "user.deactivated"
  | "user.reactivated"
  | "user.role_changed"
  | "user.verification_resent"
  | "passkey.added"
  | "passkey.renamed"
  | "passkey.removed"
  | "identity.linked"
  | "identity.unlinked"
  | "invitation.sent"
  | "invitation.resent"
  | "invitation.revoked"
  | "invitation.accepted"
  | "member.joined"
  | "member.role_changed"
  | "member.removed"
  | "member.left"
  | "tenant.renamed"
  | "tenant.mfa_requirement_changed"
  | "tenant.plan_changed"
  | "tenant.production_changed"
  | "tenant.domain_added"
  | "tenant.domain_verified"
  | "tenant.domain_removed"
  | "tenant.domain_displaced"
  | "api_key.created"
  | "api_key.rotated"
  | "api_key.revoked"
  | "api_key.used"
  | "mail.retried"
  | "mail.cancelled"
  | "mail.test_sent"
  | "webhook.created"
  | "webhook.updated"
  | "webhook.secret_rotated"
  | "webhook.deleted"
  | "webhook.tested"
  | "webhook.replayed"
  | "webhook.turned_off"
  | "project.created"
  | "project.updated"
  | "project.archived"
  | "project.restored"
  | "project.deleted"
  | "audit.exported"
  | "audit.trimmed";

interface AuditEntry {
  action: AuditAction;
  /** A signed-in actor; a known account acting without a session; the system or its command line. Absent: anonymous. */
  actor?: UserActor | { id: string; email: string; isAdmin?: boolean } | "system" | "command line";
  target?: {
    type:
      | "user"
      | "session"
      | "access_request"
      | "access_rule"
      | "tenant"
      | "passkey"
      | "identity"
      | "invitation"
      | "api_key"
      | "project"
      | "mail"
      | "webhook";
    id: string;
  };
  /** Whose security log shows it; the actor's own when absent. */
  subjectId?: string;
  /** Never a secret. */
  details?: Prisma.InputJsonObject;
}

/**
 * Appends to the audit log, and tells webhooks of the act. An act, its entry and what is told of it share a
 * transaction; the entry of a refusal is written outside the one that rolls back.
 */
export async function recordAuditEvent(ctx: CoreContext, db: Database | Transaction, entry: AuditEntry): Promise<void> {
  const { actor } = entry;
  const identity =
    actor === undefined
      ? { actorType: "ANONYMOUS" as const, actorId: null, actorLabel: "" }
      : typeof actor === "string"
        ? { actorType: "SYSTEM" as const, actorId: null, actorLabel: actor }
        : "session" in actor
          ? {
              actorType: actor.user.isAdmin ? ("ADMIN" as const) : ("USER" as const),
              actorId: actor.user.id,
              actorLabel: actor.user.email,
            }
          : {
              actorType: actor.isAdmin ? ("ADMIN" as const) : ("USER" as const),
              actorId: actor.id,
              actorLabel: actor.email,
            };
  const { ip, requestId, userAgent, via } = ctx.request;
  const details = JSON.stringify({ ...entry.details, ...(via === undefined ? {} : { via }) });
  const isOperator = identity.actorType === "ADMIN" || actor === "command line";
  const operatedOn = isOperator && entry.subjectId !== identity.actorId ? (entry.subjectId ?? null) : null;
  // As a statement, which costs a third of what the query builder's does: nearly every act writes one of these.
  await db.$executeRaw`/* prepared */
    INSERT INTO audit_events (at, actor_type, actor_id, actor_label, action, target_type, target_id, subject_id, ip, user_agent,
      request_id, details, tenant_id)
    VALUES (${ctx.clock.now()}::timestamptz, ${identity.actorType}::actor_type, ${identity.actorId}::uuid, ${identity.actorLabel},
      ${entry.action}, ${entry.target?.type ?? null}, ${entry.target?.id ?? null},
      ${entry.subjectId ?? identity.actorId}::uuid, ${ip}, ${userAgent}, ${requestId}, ${details}::jsonb,
      coalesce(${tenantOf(entry)}::uuid, (SELECT tenant_id FROM users WHERE id = ${operatedOn}::uuid)))`;
  await tellWebhooks(ctx, db, {
    action: entry.action,
    actor: {
      type: actorTypes[identity.actorType],
      id: identity.actorId,
      email: identity.actorId === null ? null : identity.actorLabel,
    },
    target: entry.target ?? null,
    subjectId: entry.subjectId ?? identity.actorId,
    details: entry.details ?? {},
  });
}

/** The tenant that an act concerns: its target, or what its details say. An admin's act on a person concerns that person's. */
function tenantOf({ details, target }: AuditEntry): string | null {
  if (target?.type === "tenant") return target.id;
  return typeof details?.tenantId === "string" ? details.tenantId : null;
}

const actorTypes = { ANONYMOUS: "anonymous", SYSTEM: "system", USER: "user", ADMIN: "admin" } as const;
