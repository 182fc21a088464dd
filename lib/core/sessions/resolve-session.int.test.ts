import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createUser, signIn, signInAdmin } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { requireAdmin } from "../kernel/actors";
import { nativeAudience } from "./audiences";
import { resolveSession } from "./resolve-session";
import { logOut, readSessions, revokeOtherSessions, revokeSession } from "./sessions";

async function signedIn() {
  const test = await testContext();
  const user = await createUser(test);
  const { actor, session } = await signIn(test, user);
  const resolve = (token = session.accessToken, audience: string = nativeAudience) =>
    resolveSession(test.ctx, token, audience);
  return { test, ctx: test.ctx, user, actor, session, resolve };
}

describe("an access token", () => {
  it("is the person as they are now, not as they were when it was signed", async () => {
    const { ctx, user, resolve } = await signedIn();
    await ctx.db.user.update({ where: { id: user.id }, data: { name: "New Name", isAdmin: true } });
    expect((await resolve())?.user).toMatchObject({ name: "New Name", isAdmin: true });
  });

  it("ends after 15 minutes to the second", async () => {
    const { test, resolve } = await signedIn();
    test.clock.advance({ minutes: 15, seconds: -1 });
    expect(await resolve()).not.toBeNull();
    test.clock.advance({ seconds: 1 });
    expect(await resolve()).toBeNull();
  });

  it("is good for the API that issued it only", async () => {
    const { resolve, session } = await signedIn();
    expect(await resolve(session.accessToken, "balance")).toBeNull();
  });

  it("opens nothing from the moment that the account is deactivated", async () => {
    const { test, ctx, user, resolve } = await signedIn();
    await ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(await resolve()).toBeNull();
  });

  it("that was altered, unsigned or signed by somebody else opens nothing", async () => {
    const { session, resolve, user } = await signedIn();
    const [header = "", body = "", signature = ""] = session.accessToken.split(".");
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: "somebody", typ: "at+jwt" })
      .sign(Buffer.from("somebody else's secret of thirty-two bytes"));
    const forgeries = [
      `${encode({ alg: "none", typ: "at+jwt" })}.${body}.`,
      `${encode({ alg: "HS512", typ: "at+jwt" })}.${body}.${signature}`,
      `${header}.${encode({ ...claims, sub: user.id, exp: 4_000_000_000 })}.${signature}`,
      `${header}.${body}.`,
      `${header}.${body}`,
      foreign,
      session.refreshToken,
      session.sessionId,
      "",
      "Bearer %",
      "x".repeat(16_384),
    ];
    for (const forgery of forgeries) expect(await resolve(forgery), forgery.slice(0, 60)).toBeNull();
  });

  it("does not make an admin of anybody", async () => {
    const { test, actor } = await signedIn();
    expect(codeOf(requireAdmin(actor))).toBe("admin_required");
    expect((await signInAdmin(test)).admin).toBe(true);
  });

  it("writes when it was last seen at most once a minute", async () => {
    const { test, ctx, session, resolve } = await signedIn();
    const lastSeen = async () =>
      (await ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } })).lastSeenAt;
    const opened = test.clock.now();
    test.clock.advance({ seconds: 59 });
    await resolve();
    expect(await lastSeen()).toEqual(opened);
    test.clock.advance({ seconds: 1 });
    await resolve();
    expect(await lastSeen()).toEqual(test.clock.now());
  });
});

describe("logging out", () => {
  it("ends the session for its access token and its refresh token at once", async () => {
    const { ctx, session, resolve } = await signedIn();
    expect(expectOk(await logOut(ctx, { accessToken: session.accessToken }, nativeAudience))).toEqual({
      revoked: true,
    });
    expect(await resolve()).toBeNull();
    expect(expectOk(await logOut(ctx, session, nativeAudience))).toEqual({ revoked: false });
  });

  it("works with the refresh token alone, hours after the access token ended", async () => {
    const { test, ctx, session } = await signedIn();
    test.clock.advance({ hours: 5 });
    expect(expectOk(await logOut(ctx, session, nativeAudience))).toEqual({ revoked: true });
  });

  it("with nothing or nonsense revokes nothing and is no error", async () => {
    const { ctx, resolve } = await signedIn();
    for (const credentials of [{}, { accessToken: "x", refreshToken: "y" }]) {
      expect(expectOk(await logOut(ctx, credentials, nativeAudience))).toEqual({ revoked: false });
    }
    expect(await resolve()).not.toBeNull();
  });
});

describe("the list of sessions", () => {
  it("shows the present one first and only what is alive", async () => {
    const { test, ctx, user, actor } = await signedIn();
    test.clock.advance({ minutes: 5 });
    const phone = await signIn(test, user);
    const gone = await signIn(test, user);
    expectOk(await logOut(ctx, gone.session, nativeAudience));
    const sessions = await readSessions(ctx, actor.user.id, actor.session.id);
    expect(sessions.map(({ id, current }) => [id, current])).toEqual([
      [actor.session.id, true],
      [phone.session.sessionId, false],
    ]);
  });

  it("never shows anybody else's", async () => {
    const { test, ctx, actor } = await signedIn();
    await signIn(test, await createUser(test));
    expect(await readSessions(ctx, actor.user.id, actor.session.id)).toHaveLength(1);
  });
});

describe("revoking a session", () => {
  it("ends it on the next request, also the present one", async () => {
    const { test, ctx, user, actor, resolve } = await signedIn();
    const phone = await signIn(test, user);
    expect(expectOk(await revokeSession(ctx, actor, { id: phone.session.sessionId }))).toEqual({ loggedOut: false });
    expect(await resolve(phone.session.accessToken)).toBeNull();
    expect(expectOk(await revokeSession(ctx, actor, { id: actor.session.id }))).toEqual({ loggedOut: true });
    expect(await resolve()).toBeNull();
  });

  it("answers alike for somebody else's, an ended, an unknown and a malformed one", async () => {
    const { test, ctx, user, actor } = await signedIn();
    const strangers = await signIn(test, await createUser(test));
    const ended = await signIn(test, user);
    expectOk(await logOut(ctx, ended.session, nativeAudience));
    const ids = [
      strangers.session.sessionId,
      ended.session.sessionId,
      "00000000-0000-7000-8000-000000000000",
      "1 OR 1=1",
      "",
    ];
    for (const id of ids) expect(codeOf(await revokeSession(ctx, actor, { id }))).toBe("session_not_found");
    expect(await resolveSession(ctx, strangers.session.accessToken, nativeAudience)).not.toBeNull();
  });

  it("of another device needs a proof of the last ten minutes, so that a stolen session cannot throw out its owner", async () => {
    const { test, ctx, user, actor } = await signedIn();
    const phone = await signIn(test, user);
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await revokeSession(ctx, actor, { id: phone.session.sessionId }))).toBe("step_up_required");
    expect(codeOf(await revokeOtherSessions(ctx, actor))).toBe("step_up_required");
    expect(codeOf(await revokeSession(ctx, actor, { id: actor.session.id }))).toBe("ok");
  });

  it("everywhere else renews this one and says how many ended", async () => {
    const { test, ctx, user, actor, resolve } = await signedIn();
    const others = [await signIn(test, user), await signIn(test, user)];
    const { revoked, session: renewed } = expectOk(await revokeOtherSessions(ctx, actor));
    expect(revoked).toBe(2);
    for (const { session } of others) expect(await resolve(session.accessToken)).toBeNull();
    expect(await resolve()).toBeNull();
    expect(await resolve(renewed?.accessToken)).not.toBeNull();
  });
});
