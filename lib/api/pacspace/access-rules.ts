import {
  createAccessRule,
  deleteAccessRule,
  reorderAccessRules,
  updateAccessRule,
} from "@/lib/core/access-rules/change-access-rules";
import { dryRunAccessRules } from "@/lib/core/access-rules/dry-run";
import { listAccessRules } from "@/lib/core/access-rules/list-access-rules";
import { ok } from "@/lib/core/result";
import { accessRulePatchSchema, accessRuleSchema, dryRunSchema, ruleOrderSchema } from "@/lib/values/access-rules";
import {
  accessRulesWireSchema,
  accessRuleWireSchema,
  dryRunWireSchema,
  exampleDryRun,
  exampleRule,
  toAccessRule,
  toDryRun,
} from "./access-rule-wire";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId } from "./examples";
import { emptyData, nothing } from "./schemas";

const { name, subject, patterns, effect } = exampleRule;

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/access-rules",
  summary: "List the rules for requests",
  description: "In the order in which they are asked: the first enabled one that matches a new request acts.",
  input: nothing,
  status: 200,
  data: accessRulesWireSchema,
  dataExample: { items: [exampleRule] },
  message: "Rules.",
  refusals: [],
  async run({ ctx, actor }) {
    const rules = await listAccessRules(ctx, actor);
    return ok({ data: { items: rules.map(toAccessRule) } });
  },
});

const createEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-rules",
  summary: "Add a rule",
  description:
    "After all others. `patterns` are domains, which stand for their subdomains, too, and whole addresses; only a `list` has them. A rule that approves needs a recent proof.",
  input: accessRuleSchema,
  inputExample: { name, subject, patterns, effect },
  status: 201,
  data: accessRuleWireSchema,
  dataExample: { ...exampleRule, hits: 0, lastHitAt: null },
  message: "Rule added.",
  refusals: ["step_up_required", "validation_failed"],
  async run({ ctx, actor, input }) {
    const made = await createAccessRule(ctx, actor, input);
    return made.ok ? ok({ data: toAccessRule(made.value) }) : made;
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/access-rules/{id}",
  summary: "Change a rule",
  description: "What is left out stays. A change that lets more people in needs a recent proof.",
  input: accessRulePatchSchema,
  inputExample: { enabled: false },
  status: 200,
  data: accessRuleWireSchema,
  dataExample: { ...exampleRule, enabled: false },
  message: "Rule changed.",
  refusals: ["not_found", "step_up_required", "validation_failed"],
  async run({ ctx, actor, input, id }) {
    const changed = await updateAccessRule(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: toAccessRule(changed.value) }) : changed;
  },
});

const deleteEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/access-rules/{id}",
  summary: "Remove a rule",
  description: "What it has decided stays decided.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Rule removed.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await deleteAccessRule(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

const reorderEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-rules/reorder",
  summary: "Put the rules into another order",
  description: "`ids` names every rule once.",
  input: ruleOrderSchema,
  inputExample: { ids: [exampleId] },
  status: 200,
  data: accessRulesWireSchema,
  dataExample: { items: [exampleRule] },
  message: "Rules reordered.",
  refusals: ["step_up_required", "validation_failed"],
  async run({ ctx, actor, input }) {
    const ordered = await reorderAccessRules(ctx, actor, input);
    return ordered.ok ? ok({ data: { items: ordered.value.map(toAccessRule) } }) : ordered;
  },
});

const dryRunEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-rules/dry-run",
  summary: "Ask the rules without anything happening",
  description:
    "`email` is one address to test; `draft` is a rule as it is being written, in the place of the one with its `id` or else after all others. `requests` are the newest hundred, as they would fare if they came now.",
  input: dryRunSchema,
  inputExample: { email: "jane@acme.com", draft: { name, subject, patterns, effect } },
  status: 200,
  data: dryRunWireSchema,
  dataExample: exampleDryRun,
  message: "This is what would happen.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const run = await dryRunAccessRules(ctx, actor, input);
    return run.ok ? ok({ data: toDryRun(run.value) }) : run;
  },
});

export const accessRuleEndpoints: Endpoint[] = [
  listEndpoint,
  createEndpoint,
  updateEndpoint,
  deleteEndpoint,
  reorderEndpoint,
  dryRunEndpoint,
];
