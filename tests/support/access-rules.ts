import { createAccessRule } from "@/lib/core/access-requests/rules/rules";
import type { AccessRuleInput } from "@/lib/values/access-rules";
import { signInAdmin } from "./factories";
import { expectOk } from "./outcomes";
import { testContext } from "./test-context";

export const trusted: AccessRuleInput = {
  name: "Trusted partners",
  subject: "list",
  patterns: ["acme.example"],
  effect: "approve",
  enabled: true,
};

export async function ruled(rules: Partial<AccessRuleInput>[], options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const admin = await signInAdmin(test);
  const made = [];
  for (const rule of rules) made.push(expectOk(await createAccessRule(test.ctx, admin, { ...trusted, ...rule })));
  return { test, admin, rules: made };
}
