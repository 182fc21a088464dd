import { z } from "@hono/zod-openapi";
import { type Examination, examine } from "@/lib/core/doctor/examine";
import { ok } from "@/lib/core/kernel/result";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { nothing } from "./schemas";

const state = z.enum(["ok", "warning", "failure", "skipped"]);
const count = z.int().min(0);
const examinationSchema = z
  .strictObject({
    at: z.iso.datetime(),
    state: z.enum(["ok", "warning", "failure"]),
    counts: z.strictObject({ ok: count, warning: count, failure: count, skipped: count }),
    findings: z.array(
      z.strictObject({
        check: z.string(),
        state,
        code: z.string(),
        title: z.string(),
        seen: z.string(),
        advice: z.string(),
        docs: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
  })
  .openapi("Examination");

function toExamination({ at, state: worst, counts, findings }: Examination): z.input<typeof examinationSchema> {
  return {
    at: at.toISOString(),
    state: worst,
    counts,
    findings: findings.map(({ check, state, code, title, seen, advice, docs, values }) => ({
      ...{ check, state, code, title, seen, advice, docs },
      values: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
      ),
    })),
  };
}

const examineEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/doctor",
  summary: "Run diagnostics",
  description:
    "Checks the process and its surroundings. `seen` and `advice` follow `Accept-Language`, and `code` is stable. Checks that need a browser are `skipped`. Changes and sends nothing.",
  input: nothing,
  status: 200,
  data: examinationSchema,
  dataExample: {
    at: exampleMoment,
    state: "warning",
    counts: { ok: 0, warning: 1, failure: 0, skipped: 0 },
    findings: [
      {
        check: "admins",
        state: "warning",
        code: "admins_one",
        title: "Admins",
        seen: "Only one active admin. If you lose that account, you'll need the command line.",
        advice: "Make another user an admin under Users.",
        docs: "docs/admin-console.md#command-line",
        values: {},
      },
    ],
  },
  message: "Diagnostics.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toExamination(await examine(ctx, actor, { browser: null })) });
  },
});

export const doctorEndpoints: Endpoint[] = [examineEndpoint];
