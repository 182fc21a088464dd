import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";

const queue = "/dashboard/admin/access-requests";

async function reviewing() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true, name: "Ana Admin" });
  const api = new NativeClient(test);
  await api.signIn(admin);
  const request = await createAccessRequest(test, { name: "Jane Doe", organization: "Acme Inc" });
  return { test, admin, api, request };
}

describe("GET access-requests", () => {
  it("200: pages through the queue, with counts", async () => {
    const { test, api } = await reviewing();
    for (const name of ["Second", "Third"]) {
      test.clock.advance({ seconds: 1 });
      await createAccessRequest(test, { name });
    }
    const first = await api.get(`${queue}?status=pending&limit=2`);
    expect(first.data).toMatchObject({
      items: [{ name: "Jane Doe", status: "pending" }, { name: "Second" }],
      counts: { pending: 3, approved: 0, all: 3 },
    });
    const cursor = encodeURIComponent(textAt(first, "nextCursor"));
    const second = await api.get(`${queue}?status=pending&limit=2&cursor=${cursor}`);
    expect(second.data).toMatchObject({ items: [{ name: "Third" }], nextCursor: null });
  });

  it("200: searches", async () => {
    const { test, api, request } = await reviewing();
    await createAccessRequest(test);
    for (const q of ["acme", "jane doe", request.email, request.email.slice(request.email.indexOf("@"))]) {
      const found = await api.get(`${queue}?q=${encodeURIComponent(q)}`);
      expect(found.data).toMatchObject({ items: [{ id: request.id }] });
    }
  });

  it("400: refuses unknown states, limits and parameters", async () => {
    const { api } = await reviewing();
    for (const query of [
      "status=open",
      "limit=0",
      "limit=101",
      "limit=x",
      "sort=name",
      "q=%00",
      "status=pending&status=rejected",
    ]) {
      expect((await api.get(`${queue}?${query}`)).error?.code).toBe("VALIDATION_FAILED");
    }
  });
});

describe("GET access-requests/:id", () => {
  it("200: shows one with its history; 404 for everything else", async () => {
    const { api, request } = await reviewing();
    const one = await api.get(`${queue}/${request.id}`);
    expect(one.data).toMatchObject({ id: request.id, ip: "203.0.113.7", events: [{ kind: "submitted" }], related: [] });
    for (const id of [randomUUID(), "nonsense"]) {
      expect(await api.get(`${queue}/${id}`)).toMatchObject({ status: 404, error: { code: "NOT_FOUND" } });
    }
  });
});

describe("POST access-requests/:id/approve and /reject", () => {
  it("200: approves with a note and mails the link", async () => {
    const { test, api, request, admin } = await reviewing();
    const approved = await api.post(`${queue}/${request.id}/approve`, { note: "Welcome", version: request.version });
    expect(approved.data).toMatchObject({
      status: "approved",
      approvalNote: "Welcome",
      decidedBy: { id: admin.id, name: "Ana Admin" },
      token: { state: "open" },
    });
    expect(JSON.stringify(approved.data)).not.toContain(await test.mails.lastToken(request.email, "access-approved"));
  });

  it("200: rejects, and tells the applicant unless told not to", async () => {
    const { test, api, request } = await reviewing();
    await api.post(`${queue}/${request.id}/reject`, { reason: "Not now", notify: false });
    expect(await test.mails.templatesTo(request.email)).not.toContain("access-rejected");
    const second = await createAccessRequest(test);
    const rejected = await api.post(`${queue}/${second.id}/reject`);
    expect(rejected.data).toMatchObject({ status: "rejected", rejectionReason: null });
    expect(await test.mails.templatesTo(second.email)).toContain("access-rejected");
  });

  it("409: says who was first, and refuses a decision on an old version", async () => {
    const { api, request } = await reviewing();
    const stale = await api.post(`${queue}/${request.id}/approve`, { version: request.version + 1 });
    expect(stale).toMatchObject({ status: 409, error: { code: "REQUEST_CHANGED" } });
    await api.post(`${queue}/${request.id}/approve`);
    const late = await api.post(`${queue}/${request.id}/reject`, {});
    expect(late).toMatchObject({ status: 409, error: { code: "REQUEST_ALREADY_DECIDED" } });
    expect(late.error?.message).toContain("by Ana Admin");
  });

  it("lets one of many decisions at once through", async () => {
    const { test, api, request } = await reviewing();
    const answers = await atOnce(10, (index) =>
      api.post(`${queue}/${request.id}/${index % 2 === 0 ? "approve" : "reject"}`, {}),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const decisions = (await test.mails.templatesTo(request.email)).filter((name) => /approved|rejected/.test(name));
    expect(decisions).toHaveLength(1);
  });
});

describe("POST access-requests/:id/note, /resend, /revoke, /reopen", () => {
  it("200: notes, mails again, takes back and reopens", async () => {
    const { test, api, request } = await reviewing();
    const act = (name: string, body?: unknown) => api.post(`${queue}/${request.id}/${name}`, body);
    expect((await act("note", { note: "Met at the fair" })).data).toMatchObject({ status: "pending" });
    await act("approve");
    const firstToken = await test.mails.lastToken(request.email, "access-approved");
    expect((await act("resend")).data).toMatchObject({ status: "approved", token: { state: "open" } });
    expect(await test.mails.lastToken(request.email, "access-approved")).not.toBe(firstToken);
    expect((await act("revoke")).data).toMatchObject({ status: "pending", token: { state: "void" } });
    await act("reject", {});
    expect((await act("reopen")).data).toMatchObject({ status: "pending", rejectionReason: null });
    expect((await act("resend")).status).toBe(409);
    expect((await act("note", { note: " " })).status).toBe(400);
    expect((await api.post(`${queue}/${randomUUID()}/revoke`)).status).toBe(404);
  });
});

describe("the queue", () => {
  it("is closed to everybody else, with nothing in the answer", async () => {
    const { test, api, request } = await reviewing();
    const member = api.another();
    await member.signIn(await createUser(test));
    const paths = ["", `/${request.id}`];
    const acts = [
      "approve",
      "reject",
      "undo",
      "reopen",
      "note",
      "resend",
      "revoke",
      "snooze",
      "wake",
      "assign",
      "duplicate",
      "presence",
      "extend",
      "link",
      "block",
      "erase",
    ];
    for (const [client, status, code] of [
      [api.another(), 401, "UNAUTHENTICATED"],
      [member, 403, "FORBIDDEN"],
    ] as const) {
      const headers = { "x-middleware-subrequest": "middleware", rsc: "1", "x-tenant-id": randomUUID() };
      for (const path of paths) {
        expect(await client.get(`${queue}${path}`, { headers })).toMatchObject({ status, error: { code } });
      }
      for (const act of acts) {
        const answer = await client.post(`${queue}/${request.id}/${act}`, { note: "x" }, { headers });
        expect(answer).toMatchObject({ status, error: { code } });
      }
    }
    expect(await test.ctx.db.accessRequest.findUnique({ where: { id: request.id } })).toMatchObject({
      status: "PENDING",
    });
  });

  it("closes at once for an admin who no longer is one", async () => {
    const { test, api, admin } = await reviewing();
    await test.ctx.db.user.update({ where: { id: admin.id }, data: { isAdmin: false } });
    expect((await api.get(queue)).status).toBe(403);
  });
});
