import { expect, inject, it } from "vitest";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { createProject } from "@/lib/core/projects/projects";
import { planLimits } from "@/lib/values/plans";
import { emptyDatabase, testDatabase } from "@/tests/support/database";
import { createUser, signIn, type TestUser, testPassword, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";
import { traces } from "./effects";
import { openInstances } from "./instances";
import { run } from "./race";

const auth = "/dashboard/auth";
const room = 3;

async function withProject(test: TestContext) {
  const user = await createUser(test);
  const { actor, session } = await signIn(test, user);
  const project = expectOk(await createProject(test.ctx, actor, { name: "Checkout" }));
  return { ...user, actor, session: session.accessToken, project };
}

/** Keys of another member, below the account's own limit. */
async function fillKeys({ clock, ctx }: TestContext, { id, tenantId }: TestUser, count: number): Promise<void> {
  const data = Array.from({ length: count }, (_, index) => ({
    userId: id,
    tenantId,
    name: "old",
    publicId: `${id}-${index}`,
    lastFour: "1234",
    createdAt: clock.now(),
    keyHash: Buffer.from(`hash-${index}`),
  }));
  await ctx.db.apiKey.createMany({ data });
}

export function raceForKeysAndAdmins(): void {
  it("creates no more concurrent API keys than the plan allows", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: `API keys against the plan's, ${room} left`,
      async prepare() {
        const start = await withProject(test);
        const colleague = await createUser(test);
        await fillKeys(test, { ...colleague, tenantId: start.tenantId }, planLimits.FREE.apiKeys - room);
        return start;
      },
      use: ({ project, session }, index) =>
        ask(index, { path: `${auth}/api-keys`, session, json: { name: `key ${index}`, projectIds: [project.id] } }),
      wins: room,
      errors: ["409 PLAN_LIMIT_REACHED"],
      expected: planLimits.FREE.apiKeys,
      effects: ({ tenantId }) => test.ctx.db.apiKey.count({ where: { tenantId, revokedAt: null } }),
    });
  });

  it("rejects an API key from the answer to its revocation on", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "API key in use, revoked",
      async prepare() {
        const start = await withProject(test);
        const input = { name: "ci-deploy", projectIds: [start.project.id] };
        const { key, id: keyId } = expectOk(await createApiKey(test.ctx, start.actor, input));
        let answered: () => void = () => undefined;
        const revoked = new Promise<void>((done) => {
          answered = done;
        });
        return { ...start, key, keyId, revoked, answered };
      },
      async use({ answered, key, keyId, revoked, session }, index) {
        if (index === 5) {
          const outcome = await ask(index, { method: "DELETE", path: `${auth}/api-keys/${keyId}`, session });
          answered();
          return outcome;
        }
        // Ten before or during the revocation, nine after it.
        if (index > 10) await revoked;
        return ask(index, { method: "GET", path: `${auth}/projects`, token: key });
      },
      wins: "some",
      errors: ["401 UNAUTHENTICATED"],
      effects: ({ id }) => traces(test, "api_key.revoked", id),
      async check(_, outcomes) {
        expect(outcomes.slice(11).map(({ status }) => status)).toEqual(Array(9).fill(401));
      },
    });
  });

  it("keeps one of two admins who demote each other", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "last admin",
      async prepare() {
        await test.ctx.db.user.updateMany({ data: { isAdmin: false } });
        const both: { user: TestUser; session: string }[] = [];
        for (const name of ["Ana", "Ben"]) {
          const user = await createUser(test, { name, isAdmin: true });
          both.push({ user, session: (await signIn(test, user)).session.accessToken });
        }
        return both;
      },
      use(both, index) {
        const [mine, theirs] = [both[index % 2], both[(index + 1) % 2]];
        const path = `/dashboard/admin/users/${theirs?.user.id}`;
        const session = mine?.session ?? "";
        return (index >> 1) % 2 === 0
          ? ask(index, { path: `${path}/role`, session, json: { role: "user" } })
          : ask(index, { path: `${path}/deactivate`, session, json: { reason: "Left the company" } });
      },
      wins: "some",
      errors: ["403 FORBIDDEN", "401 UNAUTHENTICATED", "409 LAST_ADMIN", "404 USER_NOT_FOUND"],
      effects: () => test.ctx.db.user.count({ where: { isAdmin: true, deactivatedAt: null } }),
    });
  });

  it("creates one first admin for twenty concurrent setups through two APIs", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "set-up, through two APIs",
      async prepare() {
        await emptyDatabase((await testDatabase(inject("cluster"))).pool);
      },
      use: (_, index) =>
        (index >> 1) % 2 === 0
          ? ask(index, {
              path: `${auth}/setup`,
              json: { name: "Ana", email: uniqueEmail("ana"), password: testPassword, organization: "Acme" },
            })
          : ask(index, { path: "/compat/pandora/api/auth/setup", json: { password: testPassword } }),
      wins: 1,
      errors: ["409 ALREADY_SET_UP", "409", "403"],
      effects: async () =>
        (await test.ctx.db.user.count()) *
        (await test.ctx.db.tenant.count()) *
        (await test.ctx.db.user.count({ where: { isAdmin: true } })),
    });
  });
}
