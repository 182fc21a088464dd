import { z } from "@hono/zod-openapi";
import { getStats } from "@/lib/core/access-requests/statistics/get-stats";
import { ok } from "@/lib/core/kernel/result";
import { statsSchema } from "@/lib/values/stats";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";

const count = z.int().min(0);
const share = { key: z.string(), approved: count, rejected: count };
const statsDataSchema = z
  .strictObject({
    from: z.iso.datetime(),
    now: z.strictObject({
      pending: count,
      waiting: count,
      snoozed: count,
      oldest: z.strictObject({ id: z.uuid(), submittedAt: z.iso.datetime() }).nullable(),
    }),
    decisions: z.strictObject({
      approved: count,
      rejected: count,
      byRule: count,
      medianSeconds: z.number().min(0).nullable(),
      p90Seconds: z.number().min(0).nullable(),
      expiredUnused: count,
    }),
    funnel: z.strictObject({ approved: count, registered: count, verified: count, mfa: count, firstKey: count }),
    buyerModes: z.array(z.strictObject(share)),
    domains: z.array(z.strictObject(share)),
    deciders: z.array(z.strictObject({ ...share, id: z.uuid().nullable(), by: z.enum(["person", "rule", "gone"]) })),
    days: z.array(
      z.strictObject({
        ...{ day: z.iso.date(), received: count, approved: count, rejected: count, signIns: count, failures: count },
      }),
    ),
  })
  .openapi("Stats");

const statsEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/stats",
  summary: "Get statistics",
  description: "`days` is 7, 30 or 90, in UTC, including today. Decision times only include decisions by people.",
  input: statsSchema,
  status: 200,
  data: statsDataSchema,
  dataExample: {
    from: exampleMoment,
    now: { pending: 4, waiting: 1, snoozed: 0, oldest: { id: exampleId, submittedAt: exampleMoment } },
    decisions: { approved: 20, rejected: 5, byRule: 3, medianSeconds: 5400, p90Seconds: 86_400, expiredUnused: 2 },
    funnel: { approved: 20, registered: 16, verified: 15, mfa: 9, firstKey: 7 },
    buyerModes: [{ key: "DIRECT_INFERENCE_VENDOR", approved: 20, rejected: 5 }],
    domains: [{ key: "company.com", approved: 3, rejected: 0 }],
    deciders: [{ key: "Ana Admin", id: exampleId, by: "person", approved: 17, rejected: 5 }],
    days: [{ day: "2026-11-21", received: 3, approved: 2, rejected: 1, signIns: 40, failures: 2 }],
  },
  message: "Statistics.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const { from, now, ...stats } = await getStats(ctx, actor, input);
    const oldest = now.oldest ? { id: now.oldest.id, submittedAt: now.oldest.submittedAt.toISOString() } : null;
    return ok({ data: { ...stats, from: from.toISOString(), now: { ...now, oldest } } });
  },
});

export const statsEndpoints: Endpoint[] = [statsEndpoint];
