import {
  createAccessRule,
  deleteAccessRule,
  reorderAccessRules,
  updateAccessRule,
} from "@/lib/core/access-requests/rules/change-access-rules";
import { dryRunAccessRules } from "@/lib/core/access-requests/rules/dry-run";
import { listAccessRules } from "@/lib/core/access-requests/rules/list-access-rules";
import { ok } from "@/lib/core/kernel/result";
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
  summary: "List access rules",
  description: "In the order they run. The first enabled rule that matches a new request applies.",
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
  summary: "Create an access rule",
  description:
    "Adds it at the end. `patterns` are whole addresses, or domains that include their subdomains. Only a `list` rule has them. Requires recent re-authentication.",
  input: accessRuleSchema,
  inputExample: { name, subject, patterns, effect },
  status: 201,
  data: accessRuleWireSchema,
  dataExample: { ...exampleRule, hits: 0, lastHitAt: null },
  message: "Rule created.",
  refusals: ["step_up_required", "validation_failed"],
  async run({ ctx, actor, input }) {
    const made = await createAccessRule(ctx, actor, input);
    return made.ok ? ok({ data: toAccessRule(made.value) }) : made;
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/access-rules/{id}",
  summary: "Update an access rule",
  description: "Fields you leave out don't change. Requires recent re-authentication.",
  input: accessRulePatchSchema,
  inputExample: { enabled: false },
  status: 200,
  data: accessRuleWireSchema,
  dataExample: { ...exampleRule, enabled: false },
  message: "Rule updated.",
  refusals: ["not_found", "step_up_required", "validation_failed"],
  async run({ ctx, actor, input, id }) {
    const changed = await updateAccessRule(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: toAccessRule(changed.value) }) : changed;
  },
});

const deleteEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/access-rules/{id}",
  summary: "Delete an access rule",
  description: "Requests it already decided don't change. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Rule deleted.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await deleteAccessRule(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

const reorderEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/access-rules/reorder",
  summary: "Reorder access rules",
  description: "`ids` lists every rule once. Requires recent re-authentication.",
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
  summary: "Test the rules",
  description:
    "`email` is an address to test. `draft` is a rule you're editing: it replaces the rule with its `id`, or runs after all others. `requests` shows how the newest hundred requests would be decided if they came in now. Changes nothing.",
  input: dryRunSchema,
  inputExample: { email: "jane@acme.com", draft: { name, subject, patterns, effect } },
  status: 200,
  data: dryRunWireSchema,
  dataExample: exampleDryRun,
  message: "Test result.",
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
