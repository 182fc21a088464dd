import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { approveStranded, countStranded } from "../access-requests/bulk";
import { defaultSettings, getSettings } from "./get-settings";
import { changeSettings, getRequestNotices, updateRequestNotices, updateSettings } from "./settings";

describe("settings", () => {
  it("have defaults, and keep fields that a change leaves out", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    expect(await getSettings(test.ctx)).toEqual(defaultSettings);
    expectOk(await updateSettings(test.ctx, admin, { undoSeconds: 0 }));
    expectOk(await updateSettings(test.ctx, admin, { mailsRejections: false }));
    expect(await getSettings(test.ctx)).toEqual({ ...defaultSettings, undoSeconds: 0, mailsRejections: false });
  });

  it("are audited with the values before, and only if something changed", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    expectOk(await updateSettings(test.ctx, admin, { undoSeconds: 20, amberAfterHours: 24 }));
    expectOk(await updateSettings(test.ctx, admin, { undoSeconds: 20 }));
    const events = await test.ctx.db.auditEvent.findMany({ where: { action: "settings.updated" } });
    expect(events.map(({ details }) => details)).toEqual([{ before: { undoSeconds: 15 }, after: { undoSeconds: 20 } }]);
  });

  it("keep changes that several admins make at the same time", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const changes = [{ undoSeconds: 30 }, { redAfterHours: 96 }, { mailsReceived: false }];
    await atOnce(3, (index) => updateSettings(test.ctx, admin, changes[index] ?? {}));
    expect(await getSettings(test.ctx)).toMatchObject({ undoSeconds: 30, redAfterHours: 96, mailsReceived: false });
  });

  it("need recent re-authentication for every change", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    test.clock.advance({ minutes: 11 });
    for (const change of [
      { rejectedRetentionDays: 30 },
      { auditRetentionDays: 90 },
      { fourEyesBuyerModes: ["OTHER"] },
      { undoSeconds: 0 },
      { requireMfaUsers: true },
      { amberAfterHours: 10 },
      { mailsRejections: false },
    ]) {
      expect(codeOf(await updateSettings(test.ctx, admin, change))).toBe("step_up_required");
    }
    expect(await getSettings(test.ctx)).toEqual(defaultSettings);
  });

  it("that protect something are emailed to every other admin, one email for each change", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const other = await createUser(test, { isAdmin: true });
    const away = await createUser(test, { isAdmin: true, isDeactivated: true });
    const member = await createUser(test);
    expectOk(await updateSettings(test.ctx, admin, { amberAfterHours: 20 }));
    expect(await test.ctx.db.mail.count()).toBe(0);
    expectOk(await updateSettings(test.ctx, admin, { undoSeconds: 0, rejectedRetentionDays: 30, amberAfterHours: 21 }));
    expectOk(await updateSettings(test.ctx, admin, { undoSeconds: 0 }));
    expect(await test.mails.last(other.email, "security-setting-changed")).toMatchObject({
      organization: null,
      byEmail: admin.user.email,
      changes: [
        { setting: "undoSeconds", value: 0 },
        { setting: "rejectedRetentionDays", value: 30 },
      ],
    });
    expect(await test.mails.templatesTo(other.email)).toEqual(["security-setting-changed"]);
    for (const { email } of [admin.user, away, member]) expect(await test.mails.templatesTo(email)).toEqual([]);
    expectOk(await changeSettings(test.ctx, "command line", { requireMfaAdmins: true, fourEyesBuyerModes: ["OTHER"] }));
    expect(await test.mails.last(admin.user.email, "security-setting-changed")).toMatchObject({
      by: null,
      changes: [
        { setting: "fourEyesBuyerModes", value: "OTHER" },
        { setting: "requireMfaAdmins", value: "on" },
      ],
    });
  });

  it("refuse an overdue mark before the due mark, and unknown buyer modes", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    expect(codeOf(await updateSettings(test.ctx, admin, { redAfterHours: 12 }))).toBe("validation_failed");
    expect(codeOf(await updateSettings(test.ctx, admin, { fourEyesBuyerModes: ["NONE_SUCH"] }))).toBe(
      "validation_failed",
    );
    expect(await getSettings(test.ctx)).toEqual(defaultSettings);
  });
});

describe("notifications", () => {
  it("are chosen by each reviewer", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const other = await createUser(test, { isAdmin: true });
    expect(expectOk(await getRequestNotices(test.ctx, admin, {}))).toEqual({ requestNotices: "instant" });
    expectOk(await updateRequestNotices(test.ctx, admin, { requestNotices: "hourly" }));
    expect(expectOk(await getRequestNotices(test.ctx, admin, {}))).toEqual({ requestNotices: "hourly" });
    expect(await test.ctx.db.user.findUnique({ where: { id: other.id } })).toMatchObject({ requestNotices: "INSTANT" });
  });
});

describe("requests that are pending when sign-up opens", () => {
  it("are counted, and approved by an admin", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const admin = await signInAdmin(test);
    const requests = [await createAccessRequest(test), await createAccessRequest(test)];
    expect(await countStranded(test.ctx, admin)).toBe(2);
    expect(expectOk(await approveStranded(test.ctx, admin, {}))).toEqual({ approved: 2, refused: 0, left: 0 });
    for (const { email } of requests) expect(await test.mails.templatesTo(email)).toContain("access-approved");
  });

  it("aren't counted while sign-up needs an approval", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    await createAccessRequest(test);
    expect(await countStranded(test.ctx, admin)).toBeNull();
    expect(expectOk(await approveStranded(test.ctx, admin, {}))).toMatchObject({ approved: 0 });
  });

  it("need recent re-authentication to be approved together", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const admin = await signInAdmin(test);
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await approveStranded(test.ctx, admin, {}))).toBe("step_up_required");
  });
});
