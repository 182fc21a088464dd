import { describe, expect, it } from "vitest";
import type { AccessRuleInput } from "@/lib/values/access-rules";
import { ruled, trusted } from "@/tests/support/access-rules";
import { createUser } from "@/tests/support/factories";
import { codeOf } from "@/tests/support/outcomes";
import { createAccessRule, deleteAccessRule, reorderAccessRules, updateAccessRule } from "./change-access-rules";

describe("a public suffix", () => {
  it.each(["co.uk", "com.br", "github.io", "vercel.app"])("is nothing that a rule may list: %s", async (suffix) => {
    const { test, admin, rules } = await ruled([{}]);
    const problem = { error: { code: "validation_failed", fieldErrors: { patterns: ["rule_suffix"] } } };
    const patterns = ["acme.example", suffix];
    expect(await createAccessRule(test.ctx, admin, { ...trusted, patterns })).toMatchObject(problem);
    const [{ id = "" } = {}] = rules;
    expect(await updateAccessRule(test.ctx, admin, { id, patterns })).toMatchObject(problem);
    const below = { id, patterns: [`acme.${suffix}`, `jane@${suffix}`] };
    expect(codeOf(await updateAccessRule(test.ctx, admin, below))).toBe("ok");
  });

  it("that was listed before doesn't keep the rest of its rule from being changed", async () => {
    const { test, admin, rules } = await ruled([{}]);
    const [{ id = "" } = {}] = rules;
    await test.ctx.db.accessRule.update({ where: { id }, data: { patterns: ["co.uk"] } });
    expect(codeOf(await updateAccessRule(test.ctx, admin, { id, name: "Old", patterns: ["co.uk"] }))).toBe("ok");
  });
});

describe("a rule that lets in more people than before", () => {
  const stop: AccessRuleInput = { ...trusted, name: "Stop", effect: "reject" };

  it.each<[what: string, setting: string | null, act: (made: Awaited<ReturnType<typeof ruled>>) => Promise<unknown>]>([
    ["is added", "ruleChanged", ({ test, admin }) => createAccessRule(test.ctx, admin, trusted)],
    [
      "no longer stops anyone",
      "ruleChanged",
      ({ test, admin, rules }) => updateAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "", enabled: false }),
    ],
    [
      "stood in the way and is removed",
      "ruleRemoved",
      ({ test, admin, rules }) => deleteAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "" }),
    ],
    [
      "moves before one that stops people",
      "rulesReordered",
      ({ test, admin, rules }) => reorderAccessRules(test.ctx, admin, { ids: rules.map(({ id }) => id).toReversed() }),
    ],
    ["is not what was changed", null, ({ test, admin }) => createAccessRule(test.ctx, admin, stop)],
  ])("%s: the other admins get one email", async (_, setting, act) => {
    const made = await ruled([stop, trusted]);
    const { test, admin } = made;
    const other = await createUser(test, { isAdmin: true });
    await act(made);
    const told = await test.mails.templatesTo(other.email);
    expect(told).toEqual(setting === null ? [] : ["security-setting-changed"]);
    if (setting) {
      const { changes, byEmail } = await test.mails.last(other.email, "security-setting-changed");
      expect(changes.map((change) => change.setting)).toEqual([setting]);
      expect(byEmail).toBe(admin.user.email);
    }
  });
});
