import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { loginUrl } from "../mail/mail-links";
import { endSessions } from "../sessions/end-sessions";
import { holdUser, type Operator } from "../users/operator";

const revoked = z.strictObject({ revoked: z.int().min(0) });

/** Emails the user if a session ended. */
export const signOutUser = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: revoked,
  errors: ["user_not_found", "admin_required", "step_up_required"],
  example: { output: { revoked: 2 } },
  run: endUserSessions,
});

export async function endUserSessions(
  ctx: CoreContext,
  operator: Operator,
  input: { id: string },
): Promise<Result<z.output<typeof revoked>, "user_not_found" | "admin_required">> {
  return inTransaction<z.output<typeof revoked>, "user_not_found" | "admin_required">(ctx, async (tx) => {
    const held = await holdUser(tx, operator, input.id);
    if (!held.ok) return held;
    const { id, name, email, locale } = held.value;
    const ended = await endSessions(tx, id, ctx.clock.now(), "revoked_by_admin");
    await recordAuditEvent(ctx, tx, {
      action: "session.all_revoked",
      actor: operator,
      target: { type: "user", id },
      subjectId: id,
      details: { revoked: ended },
    });
    if (ended > 0) {
      await ctx.mailer.enqueue(tx, {
        template: "signed-out-by-admin",
        to: email,
        locale,
        props: { name, isEverywhere: true, loginUrl: loginUrl(ctx.config) },
      });
    }
    return ok({ revoked: ended });
  });
}

/** Emails its owner. */
export const revokeUserSession = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["session_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "session_not_found">(ctx, async (tx) => {
      const now = ctx.clock.now();
      const [ended] = await tx.session.updateManyAndReturn({
        where: { id, revokedAt: null, expiresAt: { gt: now } },
        data: { revokedAt: now, revokedReason: "revoked_by_admin" },
      });
      if (!ended) return err("session_not_found");
      await recordAuditEvent(ctx, tx, {
        action: "session.revoked",
        actor: admin,
        target: { type: "session", id: ended.id },
        subjectId: ended.userId,
      });
      if (ended.userId === admin.user.id) return ok(null);
      const { name, email, locale } = await tx.user.findUniqueOrThrow({ where: { id: ended.userId } });
      await ctx.mailer.enqueue(tx, {
        template: "signed-out-by-admin",
        to: email,
        locale,
        props: { name, isEverywhere: false, loginUrl: loginUrl(ctx.config) },
      });
      return ok(null);
    });
  },
});

/** Emails its owner. */
export const revokeUserApiKey = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["api_key_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "api_key_not_found">(ctx, async (tx) => {
      const ended = await tx.apiKey.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: ctx.clock.now() },
      });
      if (ended.count === 0) return err("api_key_not_found");
      const key = await tx.apiKey.findUniqueOrThrow({ where: { id }, include: { user: true } });
      await recordAuditEvent(ctx, tx, {
        action: "api_key.revoked",
        actor: admin,
        target: { type: "api_key", id: key.id },
        subjectId: key.userId,
        details: { apiKey: key.name },
      });
      const { name, email, locale } = key.user;
      await ctx.mailer.enqueue(tx, {
        template: "api-key-revoked-by-admin",
        to: email,
        locale,
        props: { name, keyName: key.name, keysUrl: `${ctx.config.appUrl}/account/api-keys` },
      });
      return ok(null);
    });
  },
});
