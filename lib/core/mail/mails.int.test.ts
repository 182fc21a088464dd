import { describe, expect, it } from "vitest";
import { createMailer } from "@/lib/platform/mail/mailer";
import { listMailsSchema } from "@/lib/values/mails";
import { createUser, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { isCancellable } from "./cancellable";
import { listMailTemplates, previewMailTemplate, sendMailSample, sendTestMail } from "./mail-templates";
import { cancelMail, getMail, getMailState, listMails, retryMail } from "./mails";

const token = "q7Xb1-_kTn2vYz0Rw4sLpE8uHc5mJd3gFa9oKi6tBxQ";

async function consoleOf() {
  const test = await testContext();
  return { test, ctx: test.ctx, admin: await signInAdmin(test) };
}

async function resetMail({ ctx, clock }: TestContext, to = "jane@company.example"): Promise<string> {
  const expiresAt = new Date(clock.now().getTime() + 60 * 60 * 1000);
  const url = `http://localhost:3000/reset-password?token=${token}`;
  const props = { name: "Jane Doe", url, expiresAt, origin: { ip: "203.0.113.9", userAgent: "curl", at: clock.now() } };
  const mailer = createMailer({ secrets: ctx.secrets });
  const mail = { template: "password-reset" as const, to, locale: "en", props };
  const id = await ctx.db.$transaction((tx) => mailer.enqueue(tx, mail));
  if (id === null) throw new Error(`${to} has had its share`);
  return id;
}

const fail = ({ ctx }: TestContext, id: string) =>
  ctx.db.mail.update({ where: { id }, data: { state: "FAILED", attempts: 20, lastError: "550 no such user" } });

async function jobsFor({ database }: TestContext, id: string): Promise<number> {
  const { rowCount } = await database.pool.query("SELECT 1 FROM graphile_worker._private_jobs WHERE key = $1", [id]);
  return rowCount ?? 0;
}

describe("an email in the console", () => {
  it("shows its text without the token in its link", async () => {
    const { test, ctx, admin } = await consoleOf();
    const mail = expectOk(await getMail(ctx, admin, { id: await resetMail(test) }));
    expect(mail).toMatchObject({ state: "queued", template: "password-reset", attempts: 0, canCancel: true });
    expect(mail.preview?.text).toContain("http://localhost:3000/reset-password?…");
    expect(mail.preview?.html).toContain("Jane Doe");
    const seen = JSON.stringify([mail, await listMails(ctx, admin, listMailsSchema.parse({}))]);
    expect(seen).not.toContain(token);
    expect(seen).not.toContain("ealed");
  });

  it("needs an id that exists", async () => {
    const { ctx, admin } = await consoleOf();
    const id = "00000000-0000-7000-8000-000000000000";
    for (const act of [getMail, getMailState, retryMail, cancelMail]) {
      expect(codeOf(await act(ctx, admin, { id }))).toBe("not_found");
    }
  });
});

describe("the list", () => {
  it("is filtered by state, recipient, template and day, and paged", async () => {
    const { test, ctx, admin } = await consoleOf();
    const write = async (data: { to: string; template?: string; state?: "FAILED" | "SENT"; sendAfter?: Date }) => {
      test.clock.advance({ days: 1 });
      const row = { template: "verify-email", locale: "en", createdAt: test.clock.now(), ...data };
      await ctx.db.mail.create({ data: row });
    };
    await write({ to: "a@one.example", state: "FAILED" });
    await write({ to: "b@one.example", state: "SENT", template: "password-reset" });
    await write({ to: "c@two.example", sendAfter: new Date("2027-01-01T00:00:00.000Z") });
    await write({ to: "d_x@two.example" });
    const found = async (query: object) => {
      const page = expectOk(await listMails(ctx, admin, listMailsSchema.parse(query)));
      return page.items.map(({ to }) => to.slice(0, 1)).join("");
    };
    expect(await found({})).toBe("dcba");
    expect(await found({ state: "failed" })).toBe("a");
    expect(await found({ state: "held" })).toBe("c");
    expect(await found({ state: "queued" })).toBe("d");
    expect(await found({ state: "cancelled" })).toBe("");
    expect(await found({ to: "B@one.example" })).toBe("b");
    expect(await found({ to: "two.example" })).toBe("dc");
    expect(await found({ to: "d_x" })).toBe("d");
    expect(await found({ to: "_x@" })).toBe("d");
    expect(await found({ template: "password-reset" })).toBe("b");
    expect(await found({ since: "2026-03-04", until: "2026-03-05" })).toBe("cb");
    const first = expectOk(await listMails(ctx, admin, listMailsSchema.parse({ limit: 3 })));
    const rest = listMailsSchema.parse({ limit: 3, cursor: first.nextCursor ?? "" });
    const second = expectOk(await listMails(ctx, admin, rest));
    expect([...first.items, ...second.items].map(({ to }) => to.slice(0, 1)).join("")).toBe("dcba");
    expect(second.nextCursor).toBeNull();
  });
});

describe("a failed email", () => {
  it("is queued again once, also by concurrent calls", async () => {
    const { test, ctx, admin } = await consoleOf();
    const id = await resetMail(test);
    await fail(test, id);
    await test.database.pool.query("DELETE FROM graphile_worker._private_jobs");
    const results = await atOnce(10, () => retryMail(ctx, admin, { id }));
    expect(tally(results)).toEqual({ ok: 1, mail_not_failed: 9 });
    expect(await ctx.db.mail.findUnique({ where: { id } })).toMatchObject({ state: "QUEUED", attempts: 0 });
    expect(await jobsFor(test, id)).toBe(1);
    expect(await ctx.db.auditEvent.count({ where: { action: "mail.retried", targetId: id } })).toBe(1);
  });

  it("isn't sent again when its link has expired or its content is gone", async () => {
    const { test, ctx, admin } = await consoleOf();
    const id = await resetMail(test);
    await fail(test, id);
    test.clock.advance({ hours: 1 });
    expect(expectOk(await getMail(ctx, admin, { id }))).toMatchObject({ hasRunOut: true, canRetry: false });
    expect(codeOf(await retryMail(ctx, admin, { id }))).toBe("mail_run_out");
    await ctx.db.mail.update({ where: { id }, data: { sealedPayload: "gone.gone" } });
    expect(expectOk(await getMail(ctx, admin, { id }))).toMatchObject({ preview: null, canRetry: false });
    expect(codeOf(await retryMail(ctx, admin, { id }))).toBe("mail_run_out");
  });
});

describe("a queued email", () => {
  it("is canceled, and its content deleted", async () => {
    const { test, ctx, admin } = await consoleOf();
    const id = await resetMail(test);
    expect(expectOk(await cancelMail(ctx, admin, { id }))).toMatchObject({ state: "cancelled" });
    expect(await ctx.db.mail.findUnique({ where: { id } })).toMatchObject({ sealedPayload: null });
    expect(codeOf(await cancelMail(ctx, admin, { id }))).toBe("mail_not_waiting");
    expect(codeOf(await retryMail(ctx, admin, { id }))).toBe("mail_not_failed");
  });
});

describe("an email about an act on an account or organization", () => {
  it("can't be canceled", async () => {
    const { ctx, admin } = await consoleOf();
    const notices = listMailTemplates(ctx, admin).filter((template) => !isCancellable(template));
    expect(notices).toContain("mfa-reset-scheduled");
    for (const template of notices) {
      const row = { template, to: "jane@company.example", locale: "en" };
      const { id } = await ctx.db.mail.create({ data: { ...row, sealedPayload: "sealed" } });
      expect(codeOf(await cancelMail(ctx, admin, { id })), template).toBe("mail_not_cancellable");
      expect(expectOk(await getMail(ctx, admin, { id })).canCancel).toBe(false);
      expect(await ctx.db.mail.findUnique({ where: { id } })).toMatchObject({
        state: "QUEUED",
        sealedPayload: "sealed",
      });
    }
  });
});

describe("a test mail", () => {
  it("goes to the admin who asks, and is audited", async () => {
    const { test, ctx, admin } = await consoleOf();
    const { mailId, to } = expectOk(await sendTestMail(ctx, admin, {}));
    expect(to).toBe(admin.user.email);
    expect(await test.mails.templatesTo(to)).toEqual(["test-mail"]);
    expect(await ctx.db.auditEvent.count({ where: { action: "mail.test_sent", targetId: mailId } })).toBe(1);
  });

  it("can be any template in any language, and shows no personal data", async () => {
    const { test, ctx, admin } = await consoleOf();
    const jane = await createUser(test);
    for (const template of listMailTemplates(ctx, admin)) {
      for (const locale of ["en", "de"] as const) {
        const preview = expectOk(await previewMailTemplate(ctx, admin, { template, locale }));
        expect(preview.subject).not.toBe("");
        expect(preview.html).not.toMatch(/<a\b[^>]*href/);
        expect(JSON.stringify(preview)).not.toContain(jane.email);
      }
    }
    expectOk(await sendMailSample(ctx, admin, { template: "access-approved", locale: "de" }));
    expect(await test.mails.templatesTo(admin.user.email)).toEqual(["access-approved"]);
    expect(codeOf(await sendMailSample(ctx, admin, { template: "toString", locale: "en" }))).toBe("not_found");
  });
});
