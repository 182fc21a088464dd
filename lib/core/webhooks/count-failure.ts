import type { Webhook } from "@/generated/prisma/client";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { WebhookAnswer } from "../kernel/ports";
import { auditedUrl } from "./webhooks";

/** Deliveries given up in a row after which a webhook is turned off. */
export const failuresMax = 5;

/**
 * A delivery was given up. Admins are told of the first in a row, and again when the webhook is turned off: after the
 * fifth, or at once when its receiver says that it is gone for good.
 */
export async function countFailure(
  ctx: CoreContext,
  tx: Transaction,
  webhook: Webhook,
  answer: WebhookAnswer,
  isGone: boolean,
): Promise<void> {
  const { failures } = await tx.webhook.update({
    where: { id: webhook.id },
    data: { failures: { increment: 1 } },
    select: { failures: true },
  });
  const isOver = isGone || failures >= failuresMax;
  const { count } = isOver
    ? await tx.webhook.updateMany({ where: { id: webhook.id, isEnabled: true }, data: { isEnabled: false } })
    : { count: 0 };
  const isTurnedOff = count > 0;
  if (isTurnedOff) {
    await recordAuditEvent(ctx, tx, {
      action: "webhook.turned_off",
      actor: "system",
      target: { type: "webhook", id: webhook.id },
      details: { url: auditedUrl(webhook.url), failures },
    });
  }
  if (isTurnedOff || failures === 1) await mailAdmins(ctx, tx, webhook, answer, isTurnedOff);
}

async function mailAdmins(
  ctx: CoreContext,
  tx: Transaction,
  { id, url }: Webhook,
  { status, error }: WebhookAnswer,
  isTurnedOff: boolean,
): Promise<void> {
  const admins = await tx.user.findMany({ where: { isAdmin: true, deactivatedAt: null } });
  const reason = error ?? `HTTP ${status}`;
  const webhookUrl = `${ctx.config.appUrl}/admin/webhooks/${id}`;
  for (const { email: to, name, locale } of admins) {
    const props = { name, url, reason, isTurnedOff, webhookUrl };
    await ctx.mailer.enqueue(tx, { template: "webhook-failing", to, locale, props });
  }
}
