import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { idSchema } from "@/lib/values/tokens";
import { createWebhookSchema, updateWebhookSchema } from "@/lib/values/webhooks";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { firstSecret, nextSecret } from "./webhook-secret";

export const webhooksMax = 20;

const hidden = { sealedSecret: true, updatedAt: true } as const;

export const webhook = z
  .strictObject({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    isEnabled: z.boolean(),
    /** Consecutive. */
    failures: z.int().min(0),
    createdAt: jsonDate,
  })
  .meta({ id: "Webhook" });
type WebhookRow = z.output<typeof webhook>;

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  url: "https://hooks.company.com/foyer",
  description: "Posts to the sales channel",
  events: ["access_request.created", "user.registered"],
  isEnabled: true,
  failures: 0,
  createdAt: "2026-09-30T09:00:00.000Z",
};
const exampleSecret = "whsec_bm90IGEgc2VjcmV0LCBvbmx5IGFuIGV4YW1wbGUgb2Y=";

const listedWebhook = z.strictObject({
  ...webhook.shape,
  /** Can be resent. */
  failed: z.int().min(0),
  /** Null: nothing sent. */
  lastDeliveryAt: jsonDate.nullable(),
});
export type ListedWebhook = z.input<typeof listedWebhook>;

export const listWebhooks = act({
  access: "admin",
  input: z.strictObject({}),
  output: z.strictObject({ webhooks: z.array(listedWebhook) }),
  errors: [],
  example: { output: { webhooks: [{ ...example, failed: 0, lastDeliveryAt: example.createdAt }] } },
  async run(ctx) {
    const rows = await ctx.db.webhook.findMany({
      omit: hidden,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: {
        deliveries: { orderBy: { createdAt: "desc" }, take: 1, select: { createdAt: true } },
        _count: { select: { deliveries: { where: { state: "FAILED" } } } },
      },
    });
    return ok({
      webhooks: rows.map(({ deliveries, _count, ...row }) => ({
        ...row,
        failed: _count.deliveries,
        lastDeliveryAt: deliveries[0]?.createdAt ?? null,
      })),
    });
  },
});

export const getWebhook = act({
  access: "admin",
  input: idOnlySchema,
  output: webhook,
  errors: ["not_found"],
  example: { output: example },
  async run(ctx, _admin, { id }) {
    const row = await ctx.db.webhook.findUnique({ where: { id }, omit: hidden });
    return row ? ok(row) : err("not_found");
  },
});

/** Returns the secret once. */
export const createWebhook = act({
  access: "admin",
  stepUp: true,
  input: createWebhookSchema,
  output: z.strictObject({ ...webhook.shape, secret: z.string() }),
  errors: ["step_up_required", "validation_failed", "too_many_webhooks"],
  example: {
    input: { url: example.url, events: ["access_request.created"] },
    output: { ...example, secret: exampleSecret },
  },
  async run(ctx, admin, input) {
    const problem = urlProblem(ctx, input.url);
    if (problem) return problem;
    const { secret, ...sealed } = firstSecret(ctx);
    return inTransaction<WebhookRow & { secret: string }, "too_many_webhooks">(ctx, async (tx) => {
      // Serializes creation.
      await tx.$executeRaw`LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE`;
      if ((await tx.webhook.count()) >= webhooksMax) return err("too_many_webhooks");
      const row = await tx.webhook.create({
        data: { ...sealed, ...input, createdAt: ctx.clock.now() },
        omit: hidden,
      });
      await recordAuditEvent(ctx, tx, {
        action: "webhook.created",
        actor: admin,
        target: { type: "webhook", id: row.id },
        details: { url: auditedUrl(row.url), events: row.events },
      });
      return ok({ ...row, secret });
    });
  },
});

/** Enabling resets failures. */
export const updateWebhook = act({
  access: "admin",
  // Stops a stolen session from redirecting events.
  stepUp: ({ url, events, isEnabled }) => url !== undefined || events !== undefined || isEnabled !== undefined,
  input: updateWebhookSchema.extend({ id: idSchema }),
  output: webhook,
  errors: ["step_up_required", "not_found", "validation_failed"],
  example: { input: { isEnabled: false }, output: { ...example, isEnabled: false } },
  async run(ctx, admin, { id, url, description, events, isEnabled }) {
    const problem = url === undefined ? null : urlProblem(ctx, url);
    if (problem) return problem;
    return inTransaction<WebhookRow, "not_found">(ctx, async (tx) => {
      const [row] = await tx.webhook.updateManyAndReturn({
        where: { id },
        omit: hidden,
        data: {
          ...(url === undefined ? {} : { url }),
          ...(description === undefined ? {} : { description }),
          ...(events === undefined ? {} : { events }),
          ...(isEnabled === undefined ? {} : { isEnabled }),
          ...(isEnabled ? { failures: 0 } : {}),
        },
      });
      if (!row) return err("not_found");
      await recordAuditEvent(ctx, tx, {
        action: "webhook.updated",
        actor: admin,
        target: { type: "webhook", id },
        details: { url: auditedUrl(row.url), events: row.events, isEnabled: row.isEnabled },
      });
      return ok(row);
    });
  },
});

/** Returns the new secret once. The old one signs for a day. */
export const rotateWebhookSecret = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.strictObject({ secret: z.string() }),
  errors: ["step_up_required", "not_found"],
  example: { output: { secret: exampleSecret } },
  async run(ctx, admin, { id }) {
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
  },
});

/** Also deletes its deliveries. */
export const deleteWebhook = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["step_up_required", "not_found"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "not_found">(ctx, async (tx) => {
      const [row] = await tx.$queryRaw<{ url: string }[]>`DELETE FROM webhooks WHERE id = ${id}::uuid RETURNING url`;
      if (!row) return err("not_found");
      await recordAuditEvent(ctx, tx, {
        action: "webhook.deleted",
        actor: admin,
        target: { type: "webhook", id },
        details: { url: auditedUrl(row.url) },
      });
      return ok(null);
    });
  },
});

function urlProblem(ctx: CoreContext, url: string): Result<never, "validation_failed"> | null {
  const problem = ctx.webhookSender.problemWith(url);
  return problem ? err("validation_failed", { fieldErrors: { url: [problem] } }) : null;
}

/** The path may contain a secret. */
export function auditedUrl(url: string): string {
  return new URL(url).origin;
}
