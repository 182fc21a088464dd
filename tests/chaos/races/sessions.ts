import { expect, it } from "vitest";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { sessionCookies } from "@/lib/values/session-cookies";
import { createUser, signIn, testPassword } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";
import { openSessions } from "./effects";
import { type Outcome, openInstances } from "./instances";
import { run } from "./race";
import { waysToSignIn } from "./ways-to-sign-in";

const auth = "/dashboard/auth";
const pandora = "/compat/pandora/api/auth";

async function openedSession(test: TestContext) {
  const user = await createUser(test);
  const { session } = await signIn(test, user);
  return { ...user, session };
}

function handedOut({ app }: TestContext, { headers }: Outcome): { access: string; refresh: string } {
  const { accessName, refreshName } = sessionCookies(app.config.appUrl);
  const value = (name: string) =>
    headers
      .getSetCookie()
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .split(";", 1)[0] ?? "";
  return { access: value(accessName), refresh: value(refreshName) };
}

/** No token of that refresh works. */
async function isDead(test: TestContext, outcome: Outcome): Promise<boolean> {
  const { access, refresh } = handedOut(test, outcome);
  if (access === "") return true;
  const isRefused = !(await refreshSession(test.ctx, refresh, nativeAudience)).ok;
  return isRefused && (await resolveSession(test.ctx, access, nativeAudience)) === null;
}

export function raceForSessions(): void {
  it("gives one successor to a refresh token used concurrently", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "refresh token",
      isVital: true,
      prepare: () => openedSession(test),
      use: ({ session }, index) => ask(index, { path: `${auth}/refresh-token`, refresh: session.refreshToken }),
      wins: "all",
      errors: [],
      async effects({ session }) {
        const row = await test.ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } });
        return row.revokedAt ? 0 : row.generation;
      },
      async check(_, outcomes) {
        const successors = new Set(outcomes.map((outcome) => handedOut(test, outcome).refresh));
        expect(successors.size).toBe(1);
        for (const token of successors) expectOk(await refreshSession(test.ctx, token, nativeAudience));
      },
    });
  });

  it("gives one successor to a bearer API's refresh token used concurrently", async () => {
    const { test, ask } = await openInstances();
    const ways = waysToSignIn(test);
    await run({
      thing: "refresh token (Pandora)",
      async prepare() {
        const user = await createUser(test);
        await ways.ownPandora(user);
        const { body } = await ask(0, { path: `${pandora}/login`, json: { password: testPassword } });
        return { ...user, ...(body as { refreshToken: string }) };
      },
      use: ({ refreshToken }, index) => ask(index, { path: `${pandora}/refresh`, json: { refreshToken } }),
      wins: "all",
      errors: [],
      async effects({ id }, outcomes) {
        const [row] = await test.ctx.db.session.findMany({ where: { userId: id, revokedAt: null } });
        const successors = new Set(outcomes.map(({ body }) => (body as { refreshToken: string }).refreshToken));
        return (row?.generation ?? 0) * successors.size;
      },
    });
  });

  it("ends a session once when a used refresh token is reused twenty times", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "stolen refresh token",
      async prepare() {
        const start = await openedSession(test);
        let next = start.session.refreshToken;
        for (let time = 0; time < 2; time += 1) {
          next = expectOk(await refreshSession(test.ctx, next, nativeAudience)).session.refreshToken;
        }
        return start;
      },
      use: ({ session }, index) => ask(index, { path: `${auth}/refresh-token`, refresh: session.refreshToken }),
      wins: 0,
      errors: ["401 REFRESH_TOKEN_REUSED", "401 REFRESH_TOKEN_INVALID"],
      effects: ({ id }) =>
        test.ctx.db.auditEvent.count({ where: { action: "session.refresh_token_reused", subjectId: id } }),
      async check({ id }) {
        expect(await openSessions(test, id)).toBe(0);
      },
    });
  });

  it("ends a session that is refreshed, signed out and revoked together", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "refresh against log-out and revocation: session ended",
      async prepare() {
        const start = await openedSession(test);
        return { ...start, other: (await signIn(test, start)).session.accessToken };
      },
      use({ other, session }, index) {
        if (index === 5) return ask(index, { path: `${auth}/logout`, refresh: session.refreshToken });
        if (index === 14) {
          return ask(index, { method: "DELETE", path: `${auth}/sessions/${session.sessionId}`, session: other });
        }
        return ask(index, { path: `${auth}/refresh-token`, refresh: session.refreshToken });
      },
      wins: "some",
      errors: ["401 REFRESH_TOKEN_INVALID", "401 UNAUTHENTICATED", "404 SESSION_NOT_FOUND"],
      effects: async ({ id }) => 2 - (await openSessions(test, id)),
      async check(_, outcomes) {
        for (const outcome of outcomes) expect(await isDead(test, outcome)).toBe(true);
      },
    });
  });

  it("ends a session that is refreshed while the password changes", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "refresh against a password change elsewhere: session ended",
      async prepare() {
        const start = await openedSession(test);
        return { ...start, other: (await signIn(test, start)).session.accessToken };
      },
      use({ other, session }, index) {
        if (index !== 10) return ask(index, { path: `${auth}/refresh-token`, refresh: session.refreshToken });
        const json = { currentPassword: testPassword, newPassword: "another good secret" };
        return ask(index, { path: `${auth}/change-password`, session: other, json });
      },
      wins: "some",
      errors: ["401 REFRESH_TOKEN_INVALID"],
      effects: async ({ id }) => 2 - (await openSessions(test, id)),
      async check({ session }, outcomes) {
        expect(outcomes[10]?.status).toBe(200);
        expect(codeOf(await refreshSession(test.ctx, session.refreshToken, nativeAudience))).not.toBe("ok");
        for (const [index, outcome] of outcomes.entries()) {
          if (index !== 10) expect(await isDead(test, outcome)).toBe(true);
        }
      },
    });
  });
}
