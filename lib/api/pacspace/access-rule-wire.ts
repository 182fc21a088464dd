import { z } from "@hono/zod-openapi";
import type { DryRun } from "@/lib/core/access-requests/rules/dry-run";
import type { AccessRuleView } from "@/lib/core/access-requests/rules/rule-view";
import { ruleEffects, ruleSubjects } from "@/lib/values/access-rules";
import { accessRequestStatusSchema } from "@/lib/values/queue";
import { exampleId, exampleMoment } from "./examples";

/** Wire shapes of the rules that look at requests for access. */
const moment = z.iso.datetime();
const effect = z.enum(ruleEffects);

export const accessRuleWireSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    subject: z.enum(ruleSubjects),
    patterns: z.array(z.string()),
    effect,
    enabled: z.boolean(),
    hits: z.int().min(0),
    lastHitAt: moment.nullable(),
    updatedAt: moment,
  })
  .openapi("AccessRule");
export const accessRulesWireSchema = z.strictObject({ items: z.array(accessRuleWireSchema) });

const outcome = z
  .strictObject({
    rule: z.strictObject({ id: z.uuid().nullable(), name: z.string() }),
    effect,
    insteadOfApproval: z.enum(["four_eyes", "refused_before"]).nullable(),
  })
  .nullable();
export const dryRunWireSchema = z
  .strictObject({
    address: z
      .strictObject({
        email: z.string(),
        domain: z.string(),
        domainKind: z.enum(["corporate", "free", "disposable"]),
        outcome,
        matching: z.array(z.strictObject({ id: z.uuid().nullable(), name: z.string(), effect, enabled: z.boolean() })),
      })
      .nullable(),
    requests: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        status: accessRequestStatusSchema,
        submittedAt: moment,
        outcome,
      }),
    ),
    counts: z.strictObject({ approve: z.int(), hold: z.int(), reject: z.int(), none: z.int() }),
  })
  .openapi("AccessRuleDryRun");

const domainKinds = { CORPORATE: "corporate", FREE: "free", DISPOSABLE: "disposable" } as const;

export function toAccessRule(rule: AccessRuleView): z.input<typeof accessRuleWireSchema> {
  return {
    id: rule.id,
    name: rule.name,
    subject: rule.subject,
    patterns: rule.patterns,
    effect: rule.effect,
    enabled: rule.enabled,
    hits: rule.hits,
    lastHitAt: rule.lastHitAt?.toISOString() ?? null,
    updatedAt: rule.updatedAt.toISOString(),
  };
}

export function toDryRun({ address, requests, counts }: DryRun): z.input<typeof dryRunWireSchema> {
  return {
    address: address ? { ...address, domainKind: domainKinds[address.domainKind] } : null,
    requests: requests.map(({ id, name, email, status, submittedAt, outcome }) => ({
      ...{ id, name, email, status, outcome },
      submittedAt: submittedAt.toISOString(),
    })),
    counts,
  };
}

export const exampleRule: z.input<typeof accessRuleWireSchema> = {
  id: exampleId,
  name: "Trusted partners",
  subject: "list",
  patterns: ["acme.com", "jane@beta.org"],
  effect: "approve",
  enabled: true,
  hits: 12,
  lastHitAt: exampleMoment,
  updatedAt: exampleMoment,
};

const exampleOutcome: z.input<typeof outcome> = {
  rule: { id: exampleId, name: exampleRule.name },
  effect: exampleRule.effect,
  insteadOfApproval: null,
};

export const exampleDryRun: z.input<typeof dryRunWireSchema> = {
  address: {
    email: "jane@acme.com",
    domain: "acme.com",
    domainKind: "corporate",
    outcome: exampleOutcome,
    matching: [{ id: exampleId, name: exampleRule.name, effect: exampleRule.effect, enabled: true }],
  },
  requests: [
    {
      id: exampleId,
      name: "Jane Doe",
      email: "jane@acme.com",
      status: "pending",
      submittedAt: exampleMoment,
      outcome: exampleOutcome,
    },
  ],
  counts: { approve: 1, hold: 0, reject: 0, none: 0 },
};
