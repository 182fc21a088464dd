import { describe, expect, it } from "vitest";
import type { AccessRuleInput } from "@/lib/values/access-rules";
import { ruled, trusted } from "@/tests/support/access-rules";
import { confirmShown, createAccessRequest, createUser, emailOf, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";
import type { AdminActor } from "../../kernel/actors";
import type { ErrorCode } from "../../kernel/errors";
import { alwaysOk, type Result } from "../../kernel/result";
import { rejectAccessRequest } from "../decide";
import { dryRunAccessRules } from "./dry-run";
import { createAccessRule, deleteAccessRule, listAccessRules, reorderAccessRules, updateAccessRule } from "./rules";

async function ask(test: TestContext, email: string, input: { buyerMode?: string } = {}) {
  const { id } = await createAccessRequest(test, { email: emailOf(email), ...input });
  await test.runJobs();
  return test.ctx.db.accessRequest.findUniqueOrThrow({
    where: { id },
    include: { events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
}

function named(test: TestContext, admin: AdminActor) {
  return listAccessRules(test.ctx, admin, {}).then((listed) => alwaysOk(listed).items.map((rule) => rule.name));
}

describe("a rule that approves", () => {
  it("emails the invitation and is counted and audited as a decision of the system", async () => {
    const { test, rules } = await ruled([{}]);
    const request = await ask(test, "jane@mail.acme.example");

    expect(request).toMatchObject({ status: "APPROVED", decidedById: null, decidedByRuleId: rules[0]?.id, version: 1 });
    expect(request.events.map(({ kind, actorLabel, text }) => [kind, actorLabel, text])).toEqual([
      ["submitted", "", ""],
      ["approved_by_rule", "", "Trusted partners"],
    ]);
    expect(await test.mails.lastToken(request.email, "access-approved")).toHaveLength(43);
    const event = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "access_request.approved" } });
    expect(event).toMatchObject({
      actorType: "SYSTEM",
      targetId: request.id,
      details: { ruleId: rules[0]?.id, rule: "Trusted partners" },
    });
    const rule = await test.ctx.db.accessRule.findFirstOrThrow();
    expect(rule).toMatchObject({ hits: 1, lastHitAt: test.clock.now() });
  });

  it("waits for the confirmed address if confirmation is required", async () => {
    const { test } = await ruled([{}], { config: { confirmRequests: true } });
    const email = "jane@acme.example";
    expect((await ask(test, email)).status).toBe("PENDING");

    expectOk(await confirmShown(test, await test.mails.lastToken(email, "confirm-request")));
    await test.runJobs();
    expect(await test.ctx.db.accessRequest.findFirst({ where: { email } })).toMatchObject({ status: "APPROVED" });
  });

  it("only holds applicants whom a person has rejected before", async () => {
    const { test, admin, rules } = await ruled([{ enabled: false }]);
    const { id, email } = await ask(test, "jane@acme.example");
    expectOk(await rejectAccessRequest(test.ctx, admin, { id, notify: false }));
    expectOk(await updateAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "", enabled: true }));

    await ask(test, email);
    expectOk(await confirmShown(test, await test.mails.lastToken(email, "confirm-request")));
    await test.runJobs();
    const after = await test.ctx.db.accessRequest.findFirstOrThrow({ where: { id } });
    expect(after).toMatchObject({ status: "PENDING", decidedByRuleId: rules[0]?.id });
    expect(await test.mails.templatesTo(email)).not.toContain("access-approved");
  });

  it("only holds requests that need two approvals", async () => {
    const { test } = await ruled([{}]);
    await test.ctx.db.settings.create({ data: { fourEyesBuyerModes: ["RESEARCH"] } });
    expect(await ask(test, "jane@acme.example", { buyerMode: "RESEARCH" })).toMatchObject({ status: "PENDING" });
  });
});

describe("a rule that holds", () => {
  it("leaves the request in the queue, marked, and records it once", async () => {
    const { test, rules } = await ruled([{ name: "Free mail", subject: "free_mail", patterns: [], effect: "hold" }]);
    const email = "jane@gmail.com";
    await ask(test, email);
    test.clock.advance({ seconds: 1 });
    const request = await ask(test, email);

    expect(request).toMatchObject({ status: "PENDING", decidedByRuleId: rules[0]?.id, decidedAt: null });
    expect(request.events.map(({ kind }) => kind)).toEqual(["submitted", "held_by_rule", "submitted_again"]);
  });
});

describe("a rule that rejects", () => {
  const disposable: AccessRuleInput = {
    name: "Throw-away",
    subject: "disposable",
    patterns: [],
    effect: "reject",
    enabled: true,
  };

  it("gives the applicant no reason, and no email if rejections are not emailed", async () => {
    const { test } = await ruled([disposable]);
    const first = await ask(test, "a@mailinator.com");
    expect(first).toMatchObject({ status: "REJECTED", rejectionReason: null });
    expect(await test.mails.last(first.email, "access-rejected")).toMatchObject({ reason: null });

    await test.ctx.db.settings.create({ data: { mailsRejections: false } });
    const second = await ask(test, "b@mailinator.com");
    expect(second.status).toBe("REJECTED");
    expect(await test.mails.templatesTo(second.email)).not.toContain("access-rejected");
  });

  it("leaves snoozed requests alone", async () => {
    const { test, admin } = await ruled([]);
    const { id, email } = await ask(test, "c@mailinator.com");
    await test.ctx.db.accessRequest.update({ where: { id }, data: { status: "SNOOZED" } });
    expectOk(await createAccessRule(test.ctx, admin, disposable));
    expect(await ask(test, email)).toMatchObject({ status: "SNOOZED" });
  });
});

describe("of several rules", () => {
  it("the first enabled match applies", async () => {
    const { test, admin, rules } = await ruled([
      { name: "Off", enabled: false },
      { name: "No", effect: "reject" },
      { name: "Yes" },
    ]);
    expect((await ask(test, "one@acme.example")).status).toBe("REJECTED");

    const [off, no, yes] = rules.map((rule) => rule.id);
    if (!off || !no || !yes) throw new Error("three rules");
    expectOk(await reorderAccessRules(test.ctx, admin, { ids: [yes, no, off] }));
    expect((await ask(test, "two@acme.example")).status).toBe("APPROVED");
  });

  it("an order that omits or repeats a rule is rejected", async () => {
    const { test, admin, rules } = await ruled([{ name: "A" }, { name: "B" }]);
    const [a = "", b = ""] = rules.map((rule) => rule.id);
    for (const ids of [[a], [a, a], [a, b, b], []]) {
      expect(codeOf(await reorderAccessRules(test.ctx, admin, { ids }))).toBe("validation_failed");
    }
    expect(await named(test, admin)).toEqual(["A", "B"]);
  });

  it("each gets its own position when created at the same time", async () => {
    const { test, admin } = await ruled([]);
    await atOnce(8, () => createAccessRule(test.ctx, admin, trusted));
    const rows = await test.ctx.db.accessRule.findMany({ select: { position: true } });
    expect(rows.map(({ position }) => position).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe("changing rules", () => {
  it.each<
    [what: string, act: (made: Awaited<ReturnType<typeof ruled>>, id: string) => Promise<Result<unknown, ErrorCode>>]
  >([
    ["adding one that approves", ({ test, admin }) => createAccessRule(test.ctx, admin, trusted)],
    [
      "adding one that rejects",
      ({ test, admin }) => createAccessRule(test.ctx, admin, { ...trusted, effect: "reject" }),
    ],
    ["renaming", ({ test, admin }, id) => updateAccessRule(test.ctx, admin, { id, name: "Partners" })],
    ["turning on or off", ({ test, admin }, id) => updateAccessRule(test.ctx, admin, { id, enabled: false })],
    ["a stricter effect", ({ test, admin }, id) => updateAccessRule(test.ctx, admin, { id, effect: "reject" })],
    ["another pattern", ({ test, admin }, id) => updateAccessRule(test.ctx, admin, { id, patterns: ["b.example"] })],
    [
      "another order",
      ({ test, admin, rules }) =>
        reorderAccessRules(test.ctx, admin, { ids: rules.map((rule) => rule.id).toReversed() }),
    ],
    ["removing", ({ test, admin }, id) => deleteAccessRule(test.ctx, admin, { id })],
  ])("requires recent re-authentication: %s", async (_, act) => {
    const made = await ruled([{ name: "Hold", effect: "hold" }, { name: "Yes" }]);
    const { test, admin, rules } = made;
    const before = await listAccessRules(test.ctx, admin, {});
    const id = rules[0]?.id ?? "";
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await act(made, id))).toBe("step_up_required");
    expect(await listAccessRules(test.ctx, admin, {})).toEqual(before);
  });

  it("is audited with the previous values", async () => {
    const { test, admin, rules } = await ruled([{}]);
    expectOk(await updateAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "", effect: "hold" }));
    const event = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "access_rule.updated" } });
    expect(event.details).toMatchObject({ before: { effect: "approve" }, after: { effect: "hold" } });
  });

  it("keeps the decisions of a deleted rule", async () => {
    const { test, admin, rules } = await ruled([{}]);
    const { id } = await ask(test, "jane@acme.example");
    expectOk(await deleteAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "" }));
    expect(await test.ctx.db.accessRequest.findUnique({ where: { id } })).toMatchObject({
      status: "APPROVED",
      decidedByRuleId: null,
    });
    expect(codeOf(await deleteAccessRule(test.ctx, admin, { id: rules[0]?.id ?? "" }))).toBe("not_found");
  });
});

describe("a dry run", () => {
  it("evaluates the draft and changes nothing", async () => {
    const { test, admin, rules } = await ruled([{ effect: "hold" }]);
    const jane = await ask(test, "jane@acme.example");
    await ask(test, uniqueEmail());
    const draft = { ...trusted, id: rules[0]?.id ?? "" };
    const run = expectOk(await dryRunAccessRules(test.ctx, admin, { email: emailOf("new@acme.example"), draft }));

    expect(run.counts).toEqual({ approve: 1, hold: 0, reject: 0, none: 1 });
    expect(run.requests.find(({ id }) => id === jane.id)).toMatchObject({ outcome: { effect: "approve" } });
    expect(run.address).toMatchObject({
      domainKind: "corporate",
      outcome: { effect: "approve", rule: { id: draft.id } },
    });
    expect(await test.ctx.db.accessRequest.findUnique({ where: { id: jane.id } })).toMatchObject({ status: "PENDING" });
    expect(await test.ctx.db.accessRule.findFirst()).toMatchObject({ hits: 1, effect: "HOLD" });
  });

  it("runs an unsaved rule after all others", async () => {
    const { test, admin } = await ruled([{ effect: "reject" }]);
    const run = expectOk(
      await dryRunAccessRules(test.ctx, admin, { email: emailOf("new@acme.example"), draft: trusted }),
    );
    expect(run.address?.outcome).toMatchObject({ effect: "reject" });
    expect(run.address?.matching.map(({ effect }) => effect)).toEqual(["reject", "approve"]);
  });
});

describe("a public suffix", () => {
  it.each(["co.uk", "com.br", "github.io", "vercel.app"])("can't be listed: %s", async (suffix) => {
    const { test, admin, rules } = await ruled([{}]);
    const problem = { error: { code: "validation_failed", fieldErrors: { patterns: ["rule_suffix"] } } };
    const patterns = ["acme.example", suffix];
    expect(await createAccessRule(test.ctx, admin, { ...trusted, patterns })).toMatchObject(problem);
    const [{ id = "" } = {}] = rules;
    expect(await updateAccessRule(test.ctx, admin, { id, patterns })).toMatchObject(problem);
    const below = { id, patterns: [`acme.${suffix}`, `jane@${suffix}`] };
    expect(codeOf(await updateAccessRule(test.ctx, admin, below))).toBe("ok");
  });

  it("that is already listed doesn't block other changes", async () => {
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
