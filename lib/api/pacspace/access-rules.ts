import { dryRunAccessRules } from "@/lib/core/access-requests/rules/dry-run";
import {
  createAccessRule,
  deleteAccessRule,
  listAccessRules,
  reorderAccessRules,
  updateAccessRule,
} from "@/lib/core/access-requests/rules/rules";
import { del, get, patch, post } from "./routes";

export const accessRuleEndpoints = [
  get("/access-rules", listAccessRules, "List access rules", {
    description: "In the order they run. The first enabled rule that matches a new request applies.",
    message: "Rules.",
  }),
  post("/access-rules", createAccessRule, "Create an access rule", {
    description:
      "Adds it at the end. `patterns` are whole addresses, or domains that include their subdomains. Only a `list` rule has them. Requires recent re-authentication.",
    status: 201,
    message: "Rule created.",
  }),
  patch("/access-rules/{id}", updateAccessRule, "Update an access rule", {
    description: "Fields you leave out don't change. Requires recent re-authentication.",
    message: "Rule updated.",
  }),
  del("/access-rules/{id}", deleteAccessRule, "Delete an access rule", {
    description: "Requests it already decided don't change. Requires recent re-authentication.",
    message: "Rule deleted.",
  }),
  post("/access-rules/reorder", reorderAccessRules, "Reorder access rules", {
    description: "`ids` lists every rule once. Requires recent re-authentication.",
    message: "Rules reordered.",
  }),
  post("/access-rules/dry-run", dryRunAccessRules, "Test the rules", {
    description:
      "`email` is an address to test. `draft` is a rule you're editing: it replaces the rule with its `id`, or runs after all others. `requests` shows how the newest hundred requests would be decided if they came in now. Changes nothing.",
    message: "Test result.",
  }),
];
