import { isId } from "@/lib/values/tokens";
import type { UpdateWebhookInput } from "@/lib/values/webhooks";
import { type AdminActor, requireRecentProof } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { nextSecret } from "./webhook-secret";
import { auditedUrl, toWebhookView, type WebhookView } from "./webhook-view";

type UpdateRefusal = "not_found" | "step_up_required" | "validation_failed";

/**
 * Turning one on again forgets its failures. Where events go, which and whether they do is changed with a fresh proof
 * only: whoever has taken over a session must not make what follows unseen.
 */
export async function updateWebhook(
  ctx: CoreContext,
  admin: AdminActor,
  { id, ...changes }: UpdateWebhookInput & { id: string },
): Promise<Result<WebhookView, UpdateRefusal>> {
  if (!isId(id)) return err("not_found");
  if (changes.url !== undefined || changes.events !== undefined || changes.isEnabled !== undefined) {
    const proven = requireRecentProof(ctx, admin);
    if (!proven.ok) return proven;
  }
  const problem = changes.url === undefined ? null : ctx.webhookSender.problemWith(changes.url);
  if (problem) return err("validation_failed", { fieldErrors: { url: [problem] } });
  return inTransaction<WebhookView, UpdateRefusal>(ctx, async (tx) => {
    const [row] = await tx.webhook.updateManyAndReturn({
      where: { id },
      data: { ...stated(changes), ...(changes.isEnabled ? { failures: 0 } : {}) },
    });
    if (!row) return err("not_found");
    await recordAuditEvent(ctx, tx, {
      action: "webhook.updated",
      actor: admin,
      target: { type: "webhook", id },
      details: { url: auditedUrl(row.url), events: row.events, isEnabled: row.isEnabled },
    });
    return ok(toWebhookView(row));
  });
}

/** Only what is to change; with `exactOptionalPropertyTypes` an absent field is not an undefined one. */
function stated({ url, description, events, isEnabled }: UpdateWebhookInput) {
  return {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(events === undefined ? {} : { events }),
    ...(isEnabled === undefined ? {} : { isEnabled }),
  };
}

/** Answers the new secret, this once. The one before goes on signing beside it for a day. */
export async function rotateWebhookSecret(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<{ secret: string }, "not_found" | "step_up_required">> {
  if (!isId(id)) return err("not_found");
  const proven = requireRecentProof(ctx, admin);
  if (!proven.ok) return proven;
  return inTransaction<{ secret: string }, "not_found">(ctx, async (tx) => {
    await tx.$executeRaw`SELECT id FROM webhooks WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.webhook.findUnique({ where: { id } });
    if (!row) return err("not_found");
    const { secret, sealedSecret } = nextSecret(ctx, id, row.sealedSecret);
    await tx.webhook.update({ where: { id }, data: { sealedSecret } });
    await recordAuditEvent(ctx, tx, {
      action: "webhook.secret_rotated",
      actor: admin,
      target: { type: "webhook", id },
      details: { url: auditedUrl(row.url) },
    });
    return ok({ secret });
  });
}

/** With everything that was to be told to it. Needs a recent proof. */
export async function deleteWebhook(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<undefined, "not_found" | "step_up_required">> {
  if (!isId(id)) return err("not_found");
  const proven = requireRecentProof(ctx, admin);
  if (!proven.ok) return proven;
  return inTransaction<undefined, "not_found">(ctx, async (tx) => {
    const row = await tx.webhook.findUnique({ where: { id } });
    const { count } = await tx.webhook.deleteMany({ where: { id } });
    if (!row || count === 0) return err("not_found");
    await recordAuditEvent(ctx, tx, {
      action: "webhook.deleted",
      actor: admin,
      target: { type: "webhook", id },
      details: { url: auditedUrl(row.url) },
    });
    return ok();
  });
}
