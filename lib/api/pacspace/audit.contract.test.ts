import { beforeEach, describe, expect, it } from "vitest";
import { sealAuditEvents } from "@/lib/core/audit/chain";
import { recordAuditEvent } from "@/lib/core/audit/record-audit-event";
import { verifyAuditChain } from "@/lib/core/audit/verify-audit-chain";
import { createUser, type TestUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";

const list = "/dashboard/admin/audit";
let test: TestContext;
let admin: TestUser;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext();
  admin = await createUser(test, { isAdmin: true, name: "Ada Min" });
  api = new NativeClient(test);
  await api.signIn(admin);
  test.clock.advance({ seconds: 1 });
});

interface Item {
  [field: string]: unknown;
  id: string;
  action: string;
  at: string;
}

async function read(query: Record<string, string> = {}): Promise<Item[]> {
  const answer = await api.get(`${list}?${new URLSearchParams(query)}`);
  expect(answer.status, JSON.stringify(answer.error)).toBe(200);
  return (answer.data as { items: Item[] }).items;
}

const actions = async (query: Record<string, string>) => (await read(query)).map(({ action }) => action);

describe("GET audit", () => {
  it("200: says who did what to what, when, with what and from where", async () => {
    const [newest] = await read();
    expect(newest).toMatchObject({
      action: "login.succeeded",
      actor: { type: "admin", id: admin.id, label: admin.email },
      subjectId: admin.id,
      subjectEmail: admin.email,
      ip: expect.any(String),
      requestId: expect.any(String),
      details: { audience: "pacspace", via: "pacspace" },
      sequence: null,
    });
    expect((await api.get(list)).data).toMatchObject({ chain: { sealedUntil: null, sealedTo: "0", verifiedAt: null } });
    await sealAuditEvents(test.ctx);
    await verifyAuditChain(test.ctx);
    const sealed = await api.get(list);
    expect(sealed.data).toMatchObject({
      items: [{ sequence: "1", hash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      chain: { sealedTo: "1", sealedUntil: newest?.at, verifiedAt: test.clock.now().toISOString() },
    });
  });

  it("finds by kind of actor, person, act, group of acts, target, address and time", async () => {
    const jane = await createUser(test, { name: "Jane Filterable" });
    const elsewhere = askedBy(test, { ip: "198.51.100.77" }).ctx;
    const actor = { id: jane.id, email: jane.email };
    await recordAuditEvent(elsewhere, test.ctx.db, { action: "user.profile_updated", actor });
    await recordAuditEvent(elsewhere, test.ctx.db, { action: "login.failed", subjectId: jane.id });
    const before = test.clock.now();
    test.clock.advance({ minutes: 5 });
    const key = { type: "api_key" as const, id: "5f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e" };
    await recordAuditEvent(test.ctx, test.ctx.db, { action: "api_key.used", actor, target: key });
    await recordAuditEvent(test.ctx, test.ctx.db, { action: "audit.trimmed", actor: "system" });
    const known: [Record<string, string>, string[]][] = [
      [{ actor: "user" }, ["api_key.used", "user.profile_updated"]],
      [{ actor: "api_key" }, ["api_key.used"]],
      [{ actor: "admin" }, ["login.succeeded"]],
      [{ actor: "system" }, ["audit.trimmed"]],
      [{ actor: "anonymous" }, ["login.failed"]],
      [{ person: "filterable" }, ["api_key.used", "user.profile_updated"]],
      [{ person: jane.email.toUpperCase() }, ["api_key.used", "user.profile_updated"]],
      [{ person: "100%" }, []],
      [{ action: "login.failed" }, ["login.failed"]],
      [{ action: "sign_in" }, ["login.failed", "login.succeeded"]],
      [{ action: "administration" }, ["audit.trimmed"]],
      [{ targetType: "api_key" }, ["api_key.used"]],
      [{ target: key.id }, ["api_key.used"]],
      [{ target: jane.email }, ["api_key.used", "login.failed", "user.profile_updated"]],
      [{ target: "nobody@company.example" }, []],
      [{ ip: "198.51.100.77" }, ["login.failed", "user.profile_updated"]],
      [{ from: new Date(before.getTime() + 1).toISOString() }, ["audit.trimmed", "api_key.used"]],
      [{ to: before.toISOString() }, ["login.succeeded"]],
      [{ person: jane.email, action: "user.profile_updated", ip: "198.51.100.77" }, ["user.profile_updated"]],
    ];
    for (const [query, expected] of known) {
      expect((await actions(query)).sort(), JSON.stringify(query)).toEqual([...expected].sort());
    }
  });

  it("still finds by address who is gone", async () => {
    await recordAuditEvent(test.ctx, test.ctx.db, {
      action: "user.deleted",
      actor: { id: "5f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e", email: "gone@company.example" },
    });
    expect(await actions({ person: "gone@company.example" })).toEqual(["user.deleted"]);
  });

  it("is read page by page, each event once, however many share a moment", async () => {
    for (let number = 0; number < 5; number += 1) {
      await recordAuditEvent(test.ctx, test.ctx.db, { action: "login.failed" });
    }
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "limit=2" : `limit=2&cursor=${encodeURIComponent(cursor)}`;
      const { data } = await api.get(`${list}?${query}`);
      const page = data as { items: Item[]; nextCursor: string | null };
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(6);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)));
  });

  it.each(["actor=nobody", "action=DROP", "from=yesterday", "limit=0", "colour=red"])("400: %s", async (query) => {
    expect((await api.get(`${list}?${query}`)).error?.code).toBe("VALIDATION_FAILED");
  });

  it.each([list, `${list}/export`, "/dashboard/admin/stats"])(
    "401 and 403: %s is for admins, not for users or reviewers",
    async (path) => {
      const nobody = api.another();
      expect((await nobody.get(path)).status).toBe(401);
      const user = await createUser(test);
      await nobody.signIn(user);
      expect((await nobody.get(path)).error?.code).toBe("FORBIDDEN");
      await test.ctx.db.user.update({ where: { id: user.id }, data: { isReviewer: true } });
      expect((await nobody.get(path)).error?.code).toBe("FORBIDDEN");
    },
  );
});

describe("GET audit/export", () => {
  it("200: a CSV with the rows of the filter, where no cell is a formula", async () => {
    await recordAuditEvent(askedBy(test, { userAgent: '=HYPERLINK("http://evil.example")' }).ctx, test.ctx.db, {
      action: "login.failed",
      details: { reason: 'a, "quoted"\nand broken line' },
    });
    const answer = await api.get(`${list}/export?action=login.failed`);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="audit-2026-03-02.csv"');
    const text = String(answer.data);
    const [head, first = "", ...rest] = text.split("\r\n");
    expect(head).toMatch(/^at,actorType,actor,actorId,action,/);
    expect(first).toContain("login.failed");
    expect(first).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(rest).toEqual([""]);
  });

  it("200: a JSON array with the same events as the list; and is an event itself", async () => {
    await recordAuditEvent(test.ctx, test.ctx.db, { action: "login.failed" });
    const shown = await read({ action: "sign_in" });
    const { data, headers } = await api.get(`${list}/export?format=json&action=sign_in`);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(data).toEqual(shown.map(({ targetName: _name, subjectEmail: _email, ...event }) => event));
    const [newest] = await read({ action: "audit.exported" });
    expect(newest).toMatchObject({
      actor: { label: admin.email },
      details: { format: "json", filter: { action: "sign_in" } },
    });
    expect((await api.get(`${list}/export?format=json&person=nobody-at-all&actor=user`)).data).toEqual([]);
    const [typed] = await read({ action: "audit.exported" });
    expect(typed).toMatchObject({ details: { filter: { person: "…", actor: "user" } } });
  });

  it("streams more rows than it reads at a time", async () => {
    const event = { actorType: "SYSTEM" as const, actorLabel: "system", action: "audit.trimmed" };
    await test.ctx.db.auditEvent.createMany({
      data: Array.from({ length: 1_234 }, (_, index) => ({
        ...event,
        ip: "",
        userAgent: "",
        requestId: `r${index}`,
        at: test.clock.now(),
      })),
    });
    const { data } = await api.get(`${list}/export?format=json&actor=system`);
    const ids = (data as Item[]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1_234);
    const csv = String((await api.get(`${list}/export?actor=system`)).data);
    expect(csv.split("\r\n")).toHaveLength(1_236);
  });

  it("HEAD takes nothing and leaves no trace", async () => {
    expect((await api.send("HEAD", `${list}/export`)).status).toBe(204);
    expect(await read({ action: "audit.exported" })).toEqual([]);
  });
});
