import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";
import { err, ok, type Result } from "../result";
import { toWebhookView, type WebhookView } from "./webhook-view";

export interface WebhookListItem extends WebhookView {
  /** Deliveries that were given up and can be sent again. */
  failed: number;
  /** Null: nothing was ever to be told. */
  lastDelivery: { state: "QUEUED" | "DELIVERED" | "FAILED"; createdAt: Date } | null;
}

export async function listWebhooks(ctx: CoreContext, _admin: AdminActor): Promise<WebhookListItem[]> {
  const rows = await ctx.db.webhook.findMany({
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    include: {
      deliveries: { orderBy: { createdAt: "desc" }, take: 1, select: { state: true, createdAt: true } },
      _count: { select: { deliveries: { where: { state: "FAILED" } } } },
    },
  });
  return rows.map(({ deliveries, _count, ...row }) => ({
    ...toWebhookView(row),
    failed: _count.deliveries,
    lastDelivery: deliveries[0] ?? null,
  }));
}

export async function getWebhook(
  ctx: CoreContext,
  _admin: AdminActor,
  { id }: { id: string },
): Promise<Result<WebhookView & { failed: number }, "not_found">> {
  if (!isId(id)) return err("not_found");
  const row = await ctx.db.webhook.findUnique({
    where: { id },
    include: { _count: { select: { deliveries: { where: { state: "FAILED" } } } } },
  });
  return row ? ok({ ...toWebhookView(row), failed: row._count.deliveries }) : err("not_found");
}
