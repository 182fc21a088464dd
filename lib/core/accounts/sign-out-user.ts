import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { loginUrl } from "../mail/mail-links";
import { endSessions } from "../sessions/end-sessions";
import { holdUser, type Operator, requireProofOf } from "../users/operator";

const endReason = "revoked_by_admin";

type Refusal = "user_not_found" | "admin_required" | "step_up_required";

/** Signs somebody out everywhere. They are told when a session was really ended. */
export async function signOutUser(
  ctx: CoreContext,
  operator: Operator,
  input: { userId: string },
): Promise<Result<{ revoked: number }, Refusal>> {
  const proof = requireProofOf(ctx, operator);
  if (!proof.ok) return proof;
  return inTransaction<{ revoked: number }, Refusal>(ctx, async (tx) => {
    const held = await holdUser(tx, operator, input.userId);
    if (!held.ok) return held;
    const { id, name, email, locale } = held.value;
    const revoked = await endSessions(tx, id, ctx.clock.now(), endReason);
    await recordAuditEvent(ctx, tx, {
      action: "session.all_revoked",
      actor: operator,
      target: { type: "user", id },
      subjectId: id,
      details: { revoked },
    });
    if (revoked > 0) {
      await ctx.mailer.enqueue(tx, {
        template: "signed-out-by-admin",
        to: email,
        locale,
        props: { name, isEverywhere: true, loginUrl: loginUrl(ctx.config) },
      });
    }
    return ok({ revoked });
  });
}

/** Ends one session of anybody, and tells them. One that has ended and one that never was are answered alike. */
export async function revokeUserSession(
  ctx: CoreContext,
  admin: AdminActor,
  input: { id: string },
): Promise<Result<undefined, "session_not_found" | "step_up_required">> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  if (!isId(input.id)) return err("session_not_found");
  return inTransaction<undefined, "session_not_found">(ctx, async (tx) => {
    const now = ctx.clock.now();
    const [ended] = await tx.session.updateManyAndReturn({
      where: { id: input.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, revokedReason: endReason },
    });
    if (!ended) return err("session_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "session.revoked",
      actor: admin,
      target: { type: "session", id: ended.id },
      subjectId: ended.userId,
    });
    if (ended.userId === admin.user.id) return ok();
    const { name, email, locale } = await tx.user.findUniqueOrThrow({ where: { id: ended.userId } });
    await ctx.mailer.enqueue(tx, {
      template: "signed-out-by-admin",
      to: email,
      locale,
      props: { name, isEverywhere: false, loginUrl: loginUrl(ctx.config) },
    });
    return ok();
  });
}
