import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { CoreContext } from "@/lib/core/kernel/context";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";

async function readByPrisma(ctx: CoreContext, id: string) {
  const row = await ctx.db.session.findUniqueOrThrow({
    where: { id },
    include: { user: { include: { tenant: true, totpCredential: true } } },
  });
  const { user, generation: _generation, rotatedAt: _rotatedAt, revokedReason: _reason, ...session } = row;
  const { userAgent: _userAgent, ip: _ip, passkeyId: _passkeyId, ...kept } = session;
  const {
    tenant,
    totpCredential,
    tenantId: _tenantId,
    passwordHash: _hash,
    requestNotices: _notices,
    consoleRoleSince: _roleSince,
    tenantJoinedAt: _joinedAt,
    mfaGraceBeganAt: _graceBeganAt,
    mfaStartMailedAt: _startMailedAt,
    mfaEndMailedAt: _endMailedAt,
    secondFactorOffAt: _factorOffAt,
    secondFactorSince: _factorSince,
    ...person
  } = user;
  const { createdAt: _createdAt, updatedAt: _updatedAt, mfaRequiredSince: _mfa, ...room } = tenant;
  return { session: kept, user: { ...person, mfaEnabled: totpCredential !== null }, tenant: room, mfaDueAt: null };
}

type Change = (test: TestContext, user: TestUser, sessionId: string) => Promise<unknown>;

const odd = `Ø'"\\ \u{1f9ed} \u2028 {"a":1}`;
const someDay = new Date("2031-02-03T04:05:06.789Z");
const changeSession =
  (data: Parameters<CoreContext["db"]["session"]["update"]>[0]["data"]): Change =>
  ({ ctx }, _user, id) =>
    ctx.db.session.update({ where: { id }, data });
const changeUser =
  (data: Parameters<CoreContext["db"]["user"]["update"]>[0]["data"]): Change =>
  ({ ctx }, { id }) =>
    ctx.db.user.update({ where: { id }, data });
const changeTenant =
  (data: Parameters<CoreContext["db"]["tenant"]["update"]>[0]["data"]): Change =>
  ({ ctx }, { tenantId: id }) =>
    ctx.db.tenant.update({ where: { id }, data });

const states: [string, Change][] = [
  ["alive", async () => undefined],
  ["revoked", changeSession({ revokedAt: someDay, revokedReason: "logged_out" })],
  ["run out", changeSession({ expiresAt: new Date(0), refreshExpiresAt: new Date("1969-12-31T23:59:59.999Z") })],
  ["begun elsewhere, with several proofs", changeSession({ startedWith: "SSO", amr: ["sso", "mfa", odd] })],
  ["of another API, without a proof", changeSession({ audience: "quazzar", amr: [] })],
  ["of somebody deactivated", changeUser({ deactivatedAt: someDay })],
  ["of somebody whose address is not confirmed", changeUser({ emailVerifiedAt: null })],
  ["of somebody with everything filled in", changeUser({ phone: "+49 1", deletionDueAt: someDay, locale: "de" })],
  ["of an admin in production", changeUser({ isAdmin: true, preferredEnvironment: "PRODUCTION" })],
  ["of a reviewer who is a member", changeUser({ isReviewer: true, tenantRole: "MEMBER" })],
  ["of somebody without a password and with an odd name", changeUser({ passwordHash: null, name: odd })],
  ["in a tenant with production and an odd name", changeTenant({ name: odd, productionEnvironment: "ACTIVE" })],
  ["in a tenant on another plan", changeTenant({ plan: "PRO", sandboxEnvironment: "NONE", buyerMode: odd })],
];

describe("the session reader", () => {
  it.each(states)("reads a session %s as Prisma does", async (_name, change) => {
    const test = await testContext();
    const user = await createUser(test);
    const { sessionId } = (await signIn(test, user)).session;
    await change(test, user, sessionId);
    const read = await test.ctx.sessions.find(sessionId);
    expect(read).toEqual(await readByPrisma(test.ctx, sessionId));
  });

  it("reads that MFA is on", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { sessionId } = (await signIn(test, user)).session;
    const read = await test.ctx.sessions.find(sessionId);
    expect(read?.user.mfaEnabled).toBe(true);
    expect(read).toEqual(await readByPrisma(test.ctx, sessionId));
  });

  it("knows nothing of an id that no session has", async () => {
    const { ctx } = await testContext();
    expect(await ctx.sessions.find(randomUUID())).toBeNull();
  });

  it("reads for everybody who asks at the same time, and tells nobody about somebody else", async () => {
    const test = await testContext();
    const people = await Promise.all(Array.from({ length: 12 }, () => createUser(test)));
    const ids = await Promise.all(people.map(async (user) => (await signIn(test, user)).session.sessionId));
    const asked = [...ids, randomUUID(), ...ids];
    const read = await Promise.all(asked.map((id) => test.ctx.sessions.find(id)));
    expect(read.map((stored) => stored?.session.id)).toEqual([...ids, undefined, ...ids]);
    expect(read.map((stored) => stored?.user.id)).toEqual([
      ...people.map(({ id }) => id),
      undefined,
      ...people.map(({ id }) => id),
    ]);
  });

  it("never answers with what was read for somebody who asked before a change", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { sessionId } = (await signIn(test, user)).session;
    for (const revokedAt of Array.from({ length: 10 }, (_, day) => new Date(Date.UTC(2031, 1, 1 + day)))) {
      const before = [test.ctx.sessions.find(sessionId), test.ctx.sessions.find(sessionId)];
      await changeSession({ revokedAt })(test, user, sessionId);
      const after = await test.ctx.sessions.find(sessionId);
      expect(after?.session.revokedAt).toEqual(revokedAt);
      await Promise.all(before);
    }
  });

  it("sees a change at once, on a connection that has read the session before", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { sessionId } = (await signIn(test, user)).session;
    for (let read = 0; read < 8; read += 1) await test.ctx.sessions.find(sessionId);
    await changeSession({ revokedAt: someDay })(test, user, sessionId);
    expect((await test.ctx.sessions.find(sessionId))?.session.revokedAt).toEqual(someDay);
  });
});
