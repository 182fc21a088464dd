import { beforeEach, describe, expect, it } from "vitest";
import { renderMail } from "@/lib/platform/mail/render";
import { makeKey } from "@/tests/support/api-keys";
import { accessRequestInput, createAccessRequest, createUser, signIn, uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const queue = "/dashboard/admin/access-requests";

let test: TestContext;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext({ limits: "counting" });
  api = new NativeClient(test);
});

/** Avoids the per-address limit. */
let client = 0;
async function ask(input: object) {
  client += 1;
  const from = { headers: { "x-forwarded-for": `198.51.100.${client % 250}` } };
  const answer = await api.post("request-access", input, from);
  await test.runJobs("record-access-request");
  return answer;
}

it("queues twenty requests from one address once, with one email an hour", async () => {
  const input = accessRequestInput();
  for (let time = 0; time < 20; time += 1) {
    expect((await ask({ ...input, useCase: `Words ${time}` })).status).toBe(202);
    test.clock.advance({ minutes: 2 });
  }
  expect(await test.ctx.db.accessRequest.count()).toBe(1);
  expect(await test.mails.templatesTo(input.email)).toHaveLength(1);
  test.clock.advance({ minutes: 21 });
  await ask(input);
  expect(await test.mails.templatesTo(input.email)).toHaveLength(2);
});

it("ignores decisions in a request's own fields", async () => {
  const input = accessRequestInput();
  const extras = {
    status: "APPROVED",
    role: "admin",
    tenantId: "1",
    id: "1",
    approvalToken: "x".repeat(43),
    isAdmin: true,
  };
  for (const [name, value] of Object.entries(extras)) {
    expect(await ask({ ...input, [name]: value }), name).toMatchObject({ status: 400 });
  }
  expect(await test.ctx.db.accessRequest.count()).toBe(0);
  expect((await ask(input)).status).toBe(202);
  expect(await test.ctx.db.accessRequest.findMany()).toMatchObject([
    { status: "PENDING", userId: null, decidedAt: null },
  ]);
  expect(await test.ctx.db.oneTimeToken.count()).toBe(0);
});

describe("what strangers write", () => {
  const markup = [
    "<img src=x onerror=alert(1)>",
    "</title><a href=//evil.example>here</a>",
    "{{7*7}}",
    `\${7*7}`,
    "<%= 7*7 %>",
    "'\"><script>alert(1)</script>",
    "javascript:alert(1)",
  ];

  it.each(markup)("shows an applicant's text unchanged in emails and to reviewers: %s", async (text) => {
    const input = accessRequestInput({ name: text, organization: text, useCase: text });
    expect((await ask(input)).status).toBe(202);
    const props = await test.mails.last(input.email, "access-requested");
    const mail = await renderMail({ template: "access-requested", props, locale: "en", appName: "Foyer" });
    // U+200B breaks links.
    expect(mail.text.replaceAll("\u200b", "")).toContain(text);
    for (const body of [mail.text, mail.html]) expect(body).not.toMatch(/evil\.example|javascript:alert/);
    expect(mail.html).not.toMatch(/<img src=x|<script|<a href=\/\/evil|href="javascript:/);
    expect(mail.html).not.toMatch(/\b49\b/);
    expect(mail.subject).not.toContain(text);
    await api.signIn(await createUser(test, { isAdmin: true }));
    const shown = await api.get(`${queue}?q=${encodeURIComponent(input.email)}`);
    expect(shown.data).toMatchObject({ items: [{ name: text, organization: text, useCase: text }] });
  });

  it.each([
    "x\r\nBcc: a@evil.example",
    "x\nX-Evil: 1",
    "x\u2028y",
    "x\u0085y",
    "\u001b[31mred",
    "x\u0000y",
    "x\u0007y",
  ])("rejects text that could start a header or a log line, and emails nothing: %j", async (text) => {
    for (const field of ["name", "organization"]) {
      const refused = await ask({ ...accessRequestInput(), [field]: text });
      expect(refused).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" } });
      expect(Object.keys(refused.error?.fieldErrors ?? {})).toEqual([field]);
    }
    expect(await test.mails.all()).toEqual([]);
    expect(await test.ctx.db.accessRequest.count()).toBe(0);
    expect(test.log.lines).toEqual([]);
  });

  it("escapes formulas from applicants in the exported spreadsheet", async () => {
    const formulas = ['=HYPERLINK("http://evil.example")', "@SUM(1)", "+1", "-1", "|cmd", "%0A=1"];
    for (const text of formulas) await createAccessRequest(test, { organization: text, useCase: `\t${text}` });
    await api.signIn(await createUser(test, { isAdmin: true }));
    const csv = String((await api.get(`${queue}/export`)).data);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    for (const text of ["@SUM(1)", "+1", "-1"]) expect(csv).toContain(`'${text}`);
    const cells = csv
      .split("\r\n")
      .slice(1)
      .flatMap((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
    expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});

it("lets only reviewers decide, never a member, an API key or an admin on their own request", async () => {
  const request = await createAccessRequest(test);
  const path = `${queue}/${request.id}`;
  const member = await createUser(test);
  const { actor } = await signIn(test, member);
  const { key } = await makeKey(test, actor, []);
  const members = api.another();
  await members.signIn(member);
  const admin = await createUser(test, { isAdmin: true });
  const { key: adminKey } = await makeKey(test, (await signIn(test, admin)).actor, []);
  for (const act of ["approve", "reject"]) {
    expect((await api.another().post(`${path}/${act}`, {})).status).toBe(401);
    expect((await members.post(`${path}/${act}`, {})).error?.code).toBe("FORBIDDEN");
    for (const bearer of [key, adminKey]) {
      const headers = { authorization: `Bearer ${bearer}` };
      expect([401, 403]).toContain((await api.another().post(`${path}/${act}`, {}, { headers })).status);
    }
  }
  await test.ctx.db.accessRequest.update({ where: { id: request.id }, data: { email: admin.email } });
  await api.signIn(admin);
  expect(await api.post(`${path}/approve`, {})).toMatchObject({ status: 403, error: { code: "OWN_REQUEST" } });
  expect(await test.ctx.db.accessRequest.findMany()).toMatchObject([{ status: "PENDING", decidedAt: null }]);
  await test.ctx.db.accessRequest.update({ where: { id: request.id }, data: { email: uniqueEmail() } });
  expect((await api.post(`${path}/approve`, {})).status).toBe(200);
});
