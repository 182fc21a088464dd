import { describe, expect, it } from "vitest";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listUsersSchema, userSorts } from "@/lib/values/users";
import { createUser, emailOf, signInAdmin } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { listUsers } from "./users";

type Query = Partial<ReturnType<typeof listUsersSchema.parse>>;

async function withPeople() {
  const test = await testContext();
  const admin = await signInAdmin(test, { name: "Ada Min", email: emailOf("ada@admins.example") });
  const people = [
    { name: "Cleo", email: emailOf("cleo@acme.example"), mfa: true },
    { name: "Béa 100%", email: emailOf("bea@acme.example"), isVerified: false },
    { name: "Dan", email: emailOf("dan@other.example"), isDeactivated: true },
    { name: "Acme Fan", email: emailOf("eve@third.example") },
  ];
  for (const person of people) {
    test.clock.advance({ seconds: 1 });
    await createUser(test, person);
  }
  const find = async (query: Query) =>
    alwaysOk(await listUsers(test.ctx, admin, listUsersSchema.parse(query))).items.map(({ name }) => name);
  return { test, admin, find };
}

describe("the list of users", () => {
  it("is searched by name, address, domain and id, and what is typed is never a pattern", async () => {
    const { test, find } = await withPeople();
    expect(await find({ q: "acme" })).toEqual(["Acme Fan", "Béa 100%", "Cleo"]);
    expect(await find({ q: "@ACME.example" })).toEqual(["Béa 100%", "Cleo"]);
    expect(await find({ q: "béa" })).toEqual(["Béa 100%"]);
    expect(await find({ q: "100%" })).toEqual(["Béa 100%"]);
    expect(await find({ q: "%" })).toEqual(["Béa 100%"]);
    expect(await find({ q: "_" })).toEqual([]);
    const { id } = await test.ctx.db.user.findUniqueOrThrow({ where: { email: "dan@other.example" } });
    expect(await find({ q: id })).toEqual(["Dan"]);
  });

  it("finds the one account whose whole address is typed, and by a part of it whoever has that part", async () => {
    const { test, find } = await withPeople();
    await createUser(test, { name: "Other Cleo", email: emailOf("not-cleo@acme.example") });
    expect(await find({ q: " Cleo@Acme.example " })).toEqual(["Cleo"]);
    expect(await find({ q: "cleo@acme.exampl" })).toEqual(["Other Cleo", "Cleo"]);
    expect(await find({ q: "leo@acme.example" })).toEqual(["Other Cleo", "Cleo"]);
    expect(await find({ q: "cleo@acme.example", mfa: "off" })).toEqual([]);
  });

  it("is filtered by state, rights, second factor, plan and tenant", async () => {
    const { test, find } = await withPeople();
    await test.ctx.db.user.update({
      where: { email: "eve@third.example" },
      data: { isReviewer: true, deletionDueAt: test.clock.now(), tenant: { update: { plan: "PRO" } } },
    });
    expect(await find({ state: "active" })).toEqual(["Cleo", "Ada Min"]);
    expect(await find({ state: "deactivated" })).toEqual(["Dan"]);
    expect(await find({ state: "unverified" })).toEqual(["Béa 100%"]);
    expect(await find({ state: "deletion_pending" })).toEqual(["Acme Fan"]);
    expect(await find({ role: "admin" })).toEqual(["Ada Min"]);
    expect(await find({ role: "reviewer" })).toEqual(["Acme Fan"]);
    expect(await find({ role: "user" })).toEqual(["Dan", "Béa 100%", "Cleo"]);
    expect(await find({ mfa: "on" })).toEqual(["Cleo"]);
    expect(await find({ mfa: "off", state: "active" })).toEqual(["Ada Min"]);
    expect(await find({ plan: "PRO" })).toEqual(["Acme Fan"]);
    const { tenantId } = await test.ctx.db.user.findUniqueOrThrow({ where: { email: "dan@other.example" } });
    expect(await find({ tenant: tenantId })).toEqual(["Dan"]);
  });

  it.each(userSorts)("shows everybody once, page by page, sorted by %s", async (sort) => {
    const { test, admin } = await withPeople();
    // Only the id tells them apart.
    await createUser(test, { name: "Dan" });
    await createUser(test, { name: "Dan" });
    const ids = await readAll(test, admin, sort, 2);
    expect(new Set(ids).size).toBe(7);
    expect(ids).toEqual(await readAll(test, admin, sort, 100));
  });

  it("starts over with a cursor that is not its own", async () => {
    const { find } = await withPeople();
    const all = await find({});
    for (const cursor of ["nonsense", "", Buffer.from('["name","x","y"]').toString("base64url")]) {
      expect(await find({ cursor })).toEqual(all);
    }
  });
});

async function readAll(
  test: TestContext,
  admin: Awaited<ReturnType<typeof signInAdmin>>,
  sort: (typeof userSorts)[number],
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = alwaysOk(await listUsers(test.ctx, admin, { sort, limit, ...(cursor ? { cursor } : {}) }));
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}
