import { z } from "zod";
import { type DryRunInput, dryRunSchema, matchesRule, ruleEffects } from "@/lib/values/access-rules";
import { domainOf } from "@/lib/values/domains";
import type { Email } from "@/lib/values/email";
import { jsonDate } from "@/lib/values/json-date";
import { accessRequestStatusSchema, domainKindSchema } from "@/lib/values/queue";
import { act } from "../../kernel/act";
import type { CoreContext } from "../../kernel/context";
import { ok } from "../../kernel/result";
import { domainKindOf, openRequestOf } from "../request";
import { domainKindValues, statusValues } from "../view";
import { createEvaluator, type EvaluatedRule, type Evaluation } from "./evaluate";
import { readRules } from "./rules";

const requestsMax = 100;
const count = z.int();
const effect = z.enum(ruleEffects);

/** Null if no rule matches. */
const ruleOutcome = z
  .strictObject({
    rule: z.strictObject({
      /** Null for an unsaved draft. */
      id: z.uuid().nullable(),
      name: z.string(),
    }),
    effect,
    insteadOfApproval: z.enum(["four_eyes", "refused_before"]).nullable(),
  })
  .nullable();

const dryRun = z
  .strictObject({
    /** Null without an email. */
    address: z
      .strictObject({
        email: z.string(),
        domain: z.string(),
        domainKind: domainKindSchema,
        outcome: ruleOutcome,
        /** Only the first enabled one applies. */
        matching: z.array(z.strictObject({ id: z.uuid().nullable(), name: z.string(), effect, enabled: z.boolean() })),
      })
      .nullable(),
    requests: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        status: accessRequestStatusSchema,
        submittedAt: jsonDate,
        outcome: ruleOutcome,
      }),
    ),
    counts: z.strictObject({ approve: count, hold: count, reject: count, none: count }),
  })
  .meta({ id: "AccessRuleDryRun" });
type DryRunData = z.output<typeof dryRun>;
export type DryRun = z.input<typeof dryRun>;

const exampleRule = { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", name: "Trusted partners" };
const exampleOutcome = { rule: exampleRule, effect: "approve", insteadOfApproval: null } as const;

export const dryRunAccessRules = act({
  access: "admin",
  input: dryRunSchema,
  output: dryRun,
  errors: [],
  example: {
    input: {
      email: "jane@acme.com",
      draft: {
        name: exampleRule.name,
        subject: "list",
        patterns: ["acme.com", "jane@beta.org"],
        effect: "approve",
      },
    },
    output: {
      address: {
        email: "jane@acme.com",
        domain: "acme.com",
        domainKind: "corporate",
        outcome: exampleOutcome,
        matching: [{ id: exampleRule.id, name: exampleRule.name, effect: "approve", enabled: true }],
      },
      requests: [
        {
          id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
          name: "Jane Doe",
          email: "jane@acme.com",
          status: "pending",
          submittedAt: "2026-09-30T09:00:00.000Z",
          outcome: exampleOutcome,
        },
      ],
      counts: { approve: 1, hold: 0, reject: 0, none: 0 },
    },
  },
  async run(ctx, _admin, { email, draft }) {
    const rules = withDraft(await readRules(ctx.db), draft);
    const recent = await ctx.db.accessRequest.findMany({
      orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
      take: requestsMax,
      select: { id: true, name: true, email: true, status: true, submittedAt: true, buyerMode: true, domainKind: true },
    });
    const evaluate = await createEvaluator(ctx, ctx.db, rules, recent);
    const requests = recent.map(({ domainKind, buyerMode, status, ...request }) => ({
      ...request,
      status: statusValues[status],
      outcome: toOutcome(evaluate({ ...request, domainKind, buyerMode })),
    }));
    const counts = { approve: 0, hold: 0, reject: 0, none: 0 };
    for (const { outcome } of requests) counts[outcome?.effect ?? "none"] += 1;
    return ok({ address: email ? await testAddress(ctx, rules, email) : null, requests, counts });
  },
});

async function testAddress(ctx: CoreContext, rules: EvaluatedRule[], email: Email): Promise<DryRunData["address"]> {
  const known = await ctx.db.accessRequest.findFirst({
    where: openRequestOf(email),
    select: { id: true, buyerMode: true },
  });
  const domainKind = domainKindOf(ctx, email);
  const request = { id: known?.id ?? "", buyerMode: known?.buyerMode ?? "", email, domainKind };
  const evaluate = await createEvaluator(ctx, ctx.db, rules, known ? [request] : []);
  return {
    email,
    domain: domainOf(email),
    domainKind: domainKindValues[domainKind],
    outcome: toOutcome(evaluate(request)),
    matching: rules
      .filter((rule) => matchesRule(rule, request))
      .map(({ id, name, effect, enabled }) => ({ id, name, effect, enabled })),
  };
}

/** Runs a new draft last. */
function withDraft(rules: EvaluatedRule[], draft: DryRunInput["draft"]): EvaluatedRule[] {
  if (!draft) return rules;
  const { id = null, ...written } = draft;
  return rules.some((saved) => saved.id === id)
    ? rules.map((saved) => (saved.id === id ? { ...written, id } : saved))
    : [...rules, { ...written, id: null }];
}

function toOutcome(evaluation: Evaluation<EvaluatedRule> | null): z.output<typeof ruleOutcome> {
  if (!evaluation) return null;
  const { rule, effect, insteadOfApproval } = evaluation;
  return { rule: { id: rule.id, name: rule.name }, effect, insteadOfApproval };
}
