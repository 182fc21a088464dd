import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { accessRequestInput, createAccessRequest, createUser, emailOf } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const queue = "/dashboard/admin/access-requests";

async function reviewing() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true, name: "Ana Admin" });
  const api = new NativeClient(test);
  await api.signIn(admin);
  const request = await createAccessRequest(test, { name: "Jane Doe" });
  const act = (name: string, body: unknown = {}) => api.post(`${queue}/${request.id}/${name}`, body);
  return { test, admin, api, request, act };
}

describe("acts on one request", () => {
  it("200: undo an undoable decision, as long as its mail is held", async () => {
    const { test, act, request } = await reviewing();
    expect((await act("approve", { undoable: true })).data).toMatchObject({ status: "approved", tokenState: "held" });
    expect((await act("undo")).data).toMatchObject({ status: "pending", undoUntil: null });
    expect(await test.mails.templatesTo(request.email)).not.toContain("access-approved");
    await act("reject", { undoable: true });
    test.clock.advance({ seconds: 16 });
    expect(await act("undo")).toMatchObject({ status: 409, error: { code: "UNDO_OVER" } });
  });

  it("200: snooze, wake and assign; 400 for a moment of the past and for a stranger", async () => {
    const { admin, act, api } = await reviewing();
    expect((await api.get("/dashboard/admin/reviewers")).data).toMatchObject({ reviewers: [{ name: "Ana Admin" }] });
    expect((await act("assign", { assigneeId: admin.id })).data).toMatchObject({ assignee: { id: admin.id } });
    expect((await act("assign", { assigneeId: randomUUID() })).error?.fieldErrors).toHaveProperty("assigneeId");
    expect((await act("snooze", { until: "2001-01-01T00:00:00Z" })).error?.fieldErrors).toHaveProperty("until");
    expect((await act("snooze", { until: "2026-03-09T09:00:00Z" })).data).toMatchObject({ status: "snoozed" });
    expect((await act("wake")).data).toMatchObject({ status: "pending", snoozedUntil: null });
  });

  it("200: marks a duplicate, extends a link, makes one to hand over, and blocks", async () => {
    const { test, act, api, request } = await reviewing();
    const other = await createAccessRequest(test);
    const marked = await api.post(`${queue}/${other.id}/duplicate`, { ofId: request.id });
    expect(marked.data).toMatchObject({ status: "rejected", duplicateOf: { id: request.id } });
    await act("approve");
    expect((await act("extend", { days: 30 })).data).toMatchObject({ status: "approved" });
    expect(textAt(await act("link"), "url")).toMatch(/^http:\/\/localhost:3000\/signup\?token=[\w-]{43}$/);
    expect((await act("block", { what: "address" })).data).toMatchObject({ status: "approved" });
    test.clock.advance({ minutes: 11 });
    expect(await act("link")).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
  });

  it("409: says in fields who changed or decided it, and when", async () => {
    const { test, act } = await reviewing();
    await act("note", { note: "Wait for the contract" });
    expect((await act("approve", { version: 0 })).error).toMatchObject({
      code: "REQUEST_CHANGED",
      changed: { kind: "note", by: "Ana Admin", at: test.clock.now().toISOString() },
    });
    await act("approve");
    expect((await act("reject")).error).toMatchObject({
      code: "REQUEST_ALREADY_DECIDED",
      decided: { status: "approved", by: "Ana Admin", at: test.clock.now().toISOString() },
    });
  });

  it("200: says who else is looking", async () => {
    const { test, act, api, request } = await reviewing();
    expect((await act("presence")).data).toMatchObject({ others: [], version: 0 });
    const second = api.another();
    await second.signIn(await createUser(test, { isAdmin: true, name: "Ben" }));
    const seen = await second.post(`${queue}/${request.id}/presence`, {});
    expect(seen.data).toMatchObject({ others: [{ name: "Ana Admin" }], status: "pending" });
  });

  it("200: erases for admins; 403 for reviewers", async () => {
    const { test, act, api, request } = await reviewing();
    const reviewer = await createUser(test);
    await test.ctx.db.user.update({ where: { id: reviewer.id }, data: { isReviewer: true } });
    const second = api.another();
    await second.signIn(reviewer);
    expect((await second.get(queue)).status).toBe(200);
    const refused = await second.post(`${queue}/${request.id}/erase`, { confirmation: request.email });
    expect(refused).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
    expect((await act("erase", { confirmation: request.email })).status).toBe(200);
    expect((await api.get(`${queue}/${request.id}`)).status).toBe(404);
  });
});

describe("acts on many requests", () => {
  it("200: previews, acts, and answers for each", async () => {
    const { test, api, request } = await reviewing();
    const second = await createAccessRequest(test);
    const ids = [request.id, second.id, randomUUID()];
    const preview = await api.post(`${queue}/bulk/preview`, { action: "reject", ids });
    expect(preview.data).toMatchObject({ total: 3, willChange: 2, willMail: 2, notFound: 1 });
    const items = ids.map((id) => ({ id }));
    const done = await api.post(`${queue}/bulk`, { action: "reject", items, reason: "Not now" });
    expect(done.data).toMatchObject({
      done: 2,
      refused: 1,
      items: [{ ok: true }, { ok: true }, { code: "not_found" }],
    });
  });

  it("403: more than ten need a recent proof; 400 beyond a hundred", async () => {
    const { test, api } = await reviewing();
    const items = (count: number) => Array.from({ length: count }, () => ({ id: randomUUID() }));
    test.clock.advance({ minutes: 11 });
    const many = await api.post(`${queue}/bulk`, { action: "wake", items: items(11) });
    expect(many).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
    const tooMany = await api.post(`${queue}/bulk`, { action: "wake", items: items(101) });
    expect(tooMany).toMatchObject({ status: 400, error: { fieldErrors: { items: ["Use 100 or fewer."] } } });
  });
});

describe("GET access-requests/export", () => {
  it("200: a file of what the filter shows, without a formula, and a trace without what was searched", async () => {
    const { test, api } = await reviewing();
    const email = emailOf("formula@acme.example");
    await createAccessRequest(
      test,
      accessRequestInput({ email, name: '=HYPERLINK("http://evil")', useCase: 'a,"b"\nc' }),
    );
    const answer = await api.get(`${queue}/export?q=${encodeURIComponent(email)}`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toContain("access-requests-2026-03-02.csv");
    const text = String(answer.data);
    expect(text.split("\r\n")[0]).toMatch(/^id,email,name,/);
    expect(text).toContain(`${email},"'=HYPERLINK`);
    expect(text).not.toContain("Jane Doe");
    const trace = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "access_request.exported" } });
    expect(trace.details).toMatchObject({ filters: ["q"] });
    expect(JSON.stringify(trace.details)).not.toContain("formula");
  });

  it("403 without re-authentication in the last ten minutes, and no trace", async () => {
    const { test, api } = await reviewing();
    test.clock.advance({ minutes: 11 });
    const answer = await api.get(`${queue}/export`);
    expect(answer).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
    expect(await test.ctx.db.auditEvent.count({ where: { action: "access_request.exported" } })).toBe(0);
  });

  it("401 and 403 for everybody else", async () => {
    const { test, api } = await reviewing();
    const member = api.another();
    await member.signIn(await createUser(test));
    expect((await member.get(`${queue}/export`)).status).toBe(403);
    expect((await api.another().get(`${queue}/export`)).status).toBe(401);
  });
});

it("tells requests of programs from those of the page", async () => {
  const { api, request, test } = await reviewing();
  const input = accessRequestInput();
  await api.another().post("/dashboard/auth/request-access", input);
  await test.runJobs();
  expect((await api.get(`${queue}?source=api`)).data).toMatchObject({ items: [{ email: input.email, source: "api" }] });
  expect((await api.get(`${queue}?source=web`)).data).toMatchObject({ items: [{ id: request.id }] });
});
