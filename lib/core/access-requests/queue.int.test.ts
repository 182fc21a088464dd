import { describe, expect, it } from "vitest";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { createAccessRequest, createUser, emailOf, signInAdmin } from "@/tests/support/factories";
import { verify } from "@/tests/support/joining";
import { expectOk } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { approveAccessRequest } from "./approve";
import { confirmRequest } from "./confirm";
import { rejectAccessRequest } from "./decide";
import { getAccessRequest } from "./detail";
import { listAccessRequests } from "./queue";

async function queueOf(test: TestContext, count: number) {
  const requests = [];
  for (let index = 0; index < count; index += 1) {
    requests.push(await createAccessRequest(test, { name: `Applicant ${"ABCDEF"[index]}` }));
    test.clock.advance({ minutes: 1 });
  }
  return requests;
}

const listed = (input: object = {}) => listAccessRequestsSchema.parse(input);

describe("the queue", () => {
  it("lists waiting requests oldest first, and decided ones newest first", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const requests = await queueOf(test, 6);
    const rejected = requests.slice(3);
    for (const { id } of rejected) expectOk(await rejectAccessRequest(test.ctx, admin, { id, notify: false }));

    const pending = alwaysOk(await listAccessRequests(test.ctx, admin, listed({ status: "pending" })));
    expect(pending.items.map(({ name }) => name)).toEqual(["Applicant A", "Applicant B", "Applicant C"]);
    const decided = alwaysOk(await listAccessRequests(test.ctx, admin, listed({ status: "rejected" })));
    expect(decided.items.map(({ name }) => name)).toEqual(["Applicant F", "Applicant E", "Applicant D"]);
    expect(decided.counts).toMatchObject({ all: 6, pending: 3, rejected: 3, approved: 0, expired: 0 });
  });

  it.each([1, 2, 3])("pages by %i without losing or repeating a request, also with equal times", async (limit) => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    for (let index = 0; index < 5; index += 1) await createAccessRequest(test);
    for (const status of ["pending", undefined]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = alwaysOk(await listAccessRequests(test.ctx, admin, listed({ status, limit, cursor })));
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    }
  });

  it("starts from the beginning for an invalid cursor", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    await queueOf(test, 2);
    for (const cursor of ["x", "_", "2026-01-01T00:00:00Z_1 OR 1=1"]) {
      expect(alwaysOk(await listAccessRequests(test.ctx, admin, listed({ cursor }))).items).toHaveLength(2);
    }
    expect(listAccessRequestsSchema.safeParse({ cursor: "\u0000" }).success).toBe(false);
  });

  it("expires approvals before it counts", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const [request] = await queueOf(test, 1);
    expectOk(await approveAccessRequest(test.ctx, admin, { id: request?.id ?? "" }));
    test.clock.advance({ days: 14 });
    const page = alwaysOk(await listAccessRequests(test.ctx, admin, listed({ status: "expired" })));
    expect(page.counts).toMatchObject({ approved: 0, expired: 1 });
    expect(page.items).toHaveLength(1);
  });
});

describe("the search", () => {
  it.each([
    ["a part of the name, in any case", "MARI", 1],
    ["a domain", "@acme.example", 1],
    ["words of different fields", "curie radium", 1],
    ["the use case", "uranium", 1],
    ["a percent sign as itself", "100%", 1],
    ["an underscore as itself", "_", 0],
    ["a backslash as itself", "\\", 0],
    ["quotes", "'; DROP TABLE users; --", 0],
    ["only spaces as no search", "   ", 2],
  ])("finds %s", async (_, q, expected) => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    await createAccessRequest(test, {
      email: emailOf("marie@acme.example"),
      name: "Marie Curie",
      organization: "Radium Works",
      useCase: "Sorting uranium, 100% safely",
    });
    await createAccessRequest(test, { email: emailOf("acme@elsewhere.example"), name: "Niels Bohr" });
    expect(alwaysOk(await listAccessRequests(test.ctx, admin, listed({ q }))).items).toHaveLength(expected);
  });

  it("can be limited to a status, and counts ignore it", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    await queueOf(test, 3);
    const page = alwaysOk(await listAccessRequests(test.ctx, admin, listed({ status: "pending", q: "applicant b" })));
    expect(page.items.map(({ name }) => name)).toEqual(["Applicant B"]);
    expect(page.counts.pending).toBe(3);
  });
});

describe("the details of a request", () => {
  it("name requests of the same domain and organization, and the existing tenant", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const boss = await createUser(test, { email: emailOf("boss@acme.example"), organization: "Acme Inc" });
    await verify(test, boss.tenantId, "acme.example");
    const one = await createAccessRequest(test, { email: emailOf("one@acme.example"), organization: "Acme" });
    await createAccessRequest(test, { email: emailOf("two@acme.example"), organization: "Somewhere" });
    await createAccessRequest(test, { email: emailOf("three@other.example"), organization: "ACME" });
    const elsewhere = askedBy(test, { ip: "198.51.100.9" });
    await createAccessRequest(elsewhere, { email: emailOf("four@notacme.example"), organization: "Unrelated" });
    await createAccessRequest(test, { email: emailOf("five@five.example"), organization: "Unrelated, too" });

    const detail = expectOk(await getAccessRequest(test.ctx, admin, { id: one.id }));
    expect(detail.related.map(({ email, why }) => [email, why]).sort()).toEqual([
      ["five@five.example", "ip"],
      ["three@other.example", "organization"],
      ["two@acme.example", "domain"],
    ]);
    expect(detail.existingTenant).toMatchObject({ name: "Acme Inc", members: 1 });
  });

  it("ignore free email domains", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    await createUser(test, { email: emailOf("somebody@gmail.com") });
    const elsewhere = askedBy(test, { ip: "198.51.100.9" });
    await createAccessRequest(elsewhere, { email: emailOf("two@gmail.com"), organization: "B" });
    const one = await createAccessRequest(test, { email: emailOf("one@gmail.com"), organization: "A" });
    const detail = expectOk(await getAccessRequest(test.ctx, admin, { id: one.id }));
    expect(detail).toMatchObject({ related: [], existingTenant: null });
  });
});

describe("with CONFIRM_REQUESTS", () => {
  it("a request reaches the queue once it is confirmed, by an idempotent link", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const admin = await signInAdmin(test);
    const request = await createAccessRequest(test);
    expect(alwaysOk(await listAccessRequests(test.ctx, admin, listed()))).toMatchObject({
      items: [],
      counts: { pending: 0 },
    });

    const token = await test.mails.lastToken(request.email, "confirm-request");
    expectOk(await confirmRequest(test.ctx, { token }));
    expectOk(await confirmRequest(test.ctx, { token }));
    expect(alwaysOk(await listAccessRequests(test.ctx, admin, listed()))).toMatchObject({ counts: { pending: 1 } });
    expect(await test.ctx.db.auditEvent.count({ where: { action: "access_request.confirmed" } })).toBe(1);
  });

  it("an expired link confirms nothing", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const request = await createAccessRequest(test);
    const token = await test.mails.lastToken(request.email, "confirm-request");
    test.clock.advance({ hours: 24 });
    expect(await confirmRequest(test.ctx, { token })).toMatchObject({ ok: false, error: { code: "token_invalid" } });
  });
});
