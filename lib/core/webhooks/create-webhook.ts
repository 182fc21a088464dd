import type { CreateWebhookInput } from "@/lib/values/webhooks";
import { type AdminActor, requireRecentProof } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { firstSecret } from "./webhook-secret";
import { auditedUrl, toWebhookView, type WebhookView } from "./webhook-view";

export const webhooksMax = 20;

type Refusal = "step_up_required" | "validation_failed" | "too_many_webhooks";

/** Answers the secret, this once. Whoever makes one hears of everything that happens: hence the fresh proof. */
export async function createWebhook(
  ctx: CoreContext,
  admin: AdminActor,
  input: CreateWebhookInput,
): Promise<Result<WebhookView & { secret: string }, Refusal>> {
  const proven = requireRecentProof(ctx, admin);
  if (!proven.ok) return proven;
  const problem = ctx.webhookSender.problemWith(input.url);
  if (problem) return err("validation_failed", { fieldErrors: { url: [problem] } });
  const { secret, ...sealed } = firstSecret(ctx);
  return inTransaction<WebhookView & { secret: string }, Refusal>(ctx, async (tx) => {
    // Two at once wait for each other here, so that the number holds.
    await tx.$executeRaw`LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.webhook.count()) >= webhooksMax) return err("too_many_webhooks");
    const row = await tx.webhook.create({ data: { ...sealed, ...input, createdAt: ctx.clock.now() } });
    await recordAuditEvent(ctx, tx, {
      action: "webhook.created",
      actor: admin,
      target: { type: "webhook", id: row.id },
      details: { url: auditedUrl(row.url), events: row.events },
    });
    return ok({ ...toWebhookView(row), secret });
  });
}
