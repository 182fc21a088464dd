import { describe, expect, it } from "vitest";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import {
  changeSettings,
  createAccessRequest,
  createUser,
  emailOf,
  signIn,
  signInAdmin,
} from "@/tests/support/factories";
import { FakeClock } from "@/tests/support/fake-clock";
import { runAdmin as admin } from "@/tests/support/run-admin";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { getSettings } from "../settings/get-settings";

// A busy machine starts processes slowly.
describe("the operator's command line", { timeout: 240_000 }, () => {
  it("prints its usage, and names invalid arguments with exit code 2", async () => {
    const test = await testContext();
    const help = await admin(test, "--help");
    expect(help).toMatchObject({ code: 0, problem: "" });
    for (const word of ["create-admin", "make-admin", "revoke-sessions", "list-requests", "approve", "export"]) {
      expect(help.out).toContain(word);
    }
    const wrong: [problem: string, ...words: string[]][] = [
      ["Usage:"],
      ['Unknown command "bogus".', "bogus"],
      ['Unknown command "constructor".', "constructor"],
      ["Missing argument for approve: EMAIL|ID.", "approve"],
      ["Missing argument for require-mfa: on|off.", "require-mfa", "admins"],
      ["Invalid arguments for export.", "export", "secrets"],
      ["Unknown option, or an option without its value.", "make-admin", "a@b.example", "--force"],
    ];
    for (const [problem, ...words] of wrong) {
      const answer = await admin(test, ...words);
      expect(answer.code, words.join(" ")).toBe(2);
      expect(answer.out).toBe("");
      expect(answer.problem.startsWith(problem), answer.problem).toBe(true);
      expect(answer.problem).toContain("Usage:");
    }
  });

  it("makes an admin, new or of an existing account, without a request in the queue", async () => {
    const test = await testContext();
    const made = await admin(test, "create-admin", "ada@office.example", "Ada", "Min", "--json");
    expect(made.code, made.problem).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({ email: "ada@office.example" });
    expect(await test.ctx.db.accessRequest.count()).toBe(0);
    expect(await test.ctx.db.mail.count()).toBe(0);
    const user = await createUser(test);
    expect((await admin(test, "make-admin", user.email)).code).toBe(0);
    expect(await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ isAdmin: true });
    const event = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "user.role_changed" } });
    expect(event).toMatchObject({ actorType: "SYSTEM", actorLabel: "command line", subjectId: user.id });
    expect(await admin(test, "make-admin", "nobody@office.example")).toMatchObject({ code: 1, out: "" });
  });

  it("turns required two-factor authentication off for a role and on again, and records it", async () => {
    const test = await testContext();
    await changeSettings(test, { requireMfaAdmins: true, requireMfaReviewers: true });
    const off = await admin(test, "require-mfa", "admins", "off", "--json");
    expect(off.code, off.problem).toBe(0);
    expect(JSON.parse(off.out)).toEqual({ role: "admins", required: false });
    expect(await getSettings(test.ctx)).toMatchObject({ requireMfaAdmins: false, requireMfaReviewers: true });
    expect((await admin(test, "require-mfa", "admins", "on")).code).toBe(0);
    expect(await getSettings(test.ctx)).toMatchObject({ requireMfaAdmins: true });
    const events = await test.ctx.db.auditEvent.findMany({ where: { action: "settings.updated" } });
    expect(events.map(({ actorLabel }) => actorLabel)).toEqual(["command line", "command line"]);
    expect((await admin(test, "require-mfa", "owners", "off")).code).toBe(2);
  });

  it("lists and approves requests, once, and mails the link", async () => {
    const test = await testContext();
    const request = await createAccessRequest(test, { name: "Jane", email: emailOf("jane@acme.example") });
    const listed = await admin(test, "list-requests", "--status", "pending", "--json");
    expect(JSON.parse(listed.out)).toMatchObject([{ id: request.id, email: "jane@acme.example", status: "pending" }]);
    const approved = await admin(test, "approve", "Jane@Acme.example", "--note", "Welcome");
    expect(approved, approved.problem).toMatchObject({ code: 0 });
    const row = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(row).toMatchObject({ status: "APPROVED", approvalNote: "Welcome", decidedById: null });
    expect(await test.ctx.db.mail.count({ where: { template: "access-approved", to: row.email } })).toBe(1);
    const again = await admin(test, "approve", request.id);
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.problem).toContain("already been decided");
  });

  it("signs a user out everywhere", async () => {
    // The command uses real time.
    const test = await testContext({ clock: new FakeClock(new Date()) });
    const user = await createUser(test);
    const { session } = await signIn(test, user);
    const answer = await admin(test, "revoke-sessions", user.email, "--json");
    expect(JSON.parse(answer.out)).toEqual({ email: user.email, revoked: 1 });
    expect(await resolveSession(test.ctx, session.accessToken, nativeAudience)).toBeNull();
  });

  it("exports tables as CSV without formulas, and as JSON, without secrets", async () => {
    const test = await testContext();
    await signInAdmin(test, { name: '=HYPERLINK("x")' });
    const users = await admin(test, "export", "users");
    expect(users.out.split("\r\n")[0]).toMatch(/^id,email,name,rights,/);
    expect(users.out).toContain("'=HYPERLINK");
    expect(users.out).not.toMatch(/argon|hash/i);
    const audit = await admin(test, "export", "audit", "--format", "json");
    expect(JSON.parse(audit.out)).toContainEqual(expect.objectContaining({ action: "login.succeeded" }));
    expect(JSON.parse((await admin(test, "export", "requests", "--json")).out)).toEqual([]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "audit.exported" } })).toBe(1);
    for (const action of ["user.exported", "access_request.exported"]) {
      expect(await test.ctx.db.auditEvent.findMany({ where: { action } })).toMatchObject([
        { actorType: "SYSTEM", actorLabel: "command line" },
      ]);
    }
  });
});
