import { describe, expect, it } from "vitest";
import { createUser, signIn } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { changePassword } from "../accounts/password";
import { nativeAudience } from "./audiences";
import { refreshSession } from "./refresh-session";
import { resolveSession } from "./resolve-session";
import { logOut, readSessions, revokeSession } from "./sessions";

async function signedIn() {
  const test = await testContext();
  const user = await createUser(test);
  const { actor, session } = await signIn(test, user);
  const refresh = (token: string) => refreshSession(test.ctx, token, nativeAudience);
  const rotate = async (token: string) => expectOk(await refresh(token)).session.refreshToken;
  const isAlive = async (accessToken = session.accessToken) =>
    (await resolveSession(test.ctx, accessToken, nativeAudience)) !== null;
  return { test, ctx: test.ctx, user, actor, session, refresh, rotate, isAlive };
}

describe("refreshing", () => {
  it("gives new tokens for the same session", async () => {
    const { test, session, refresh, isAlive } = await signedIn();
    test.clock.advance({ minutes: 14 });
    const renewed = expectOk(await refresh(session.refreshToken)).session;
    expect(renewed.sessionId).toBe(session.sessionId);
    expect(renewed.refreshToken).not.toBe(session.refreshToken);
    test.clock.advance({ minutes: 14 });
    expect(await isAlive()).toBe(false);
    expect(await isAlive(renewed.accessToken)).toBe(true);
  });

  it("one refresh token used twenty times at once has one successor, the same for all", async () => {
    const { ctx, session, refresh, rotate } = await signedIn();
    const results = await atOnce(20, () => refresh(session.refreshToken));
    const successors = new Set(results.map((result) => expectOk(result).session.refreshToken));
    expect(successors.size).toBe(1);
    const row = await ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } });
    expect(row).toMatchObject({ generation: 1, revokedAt: null });
    for (const token of successors) await rotate(token);
  });

  it("gives a second tab the same successor within 30 seconds of the rotation", async () => {
    const { test, session, rotate } = await signedIn();
    const successor = await rotate(session.refreshToken);
    test.clock.advance({ seconds: 30 });
    expect(await rotate(session.refreshToken)).toBe(successor);
  });

  it("takes a token that comes back after 30 seconds for stolen: the session ends and its owner is told", async () => {
    const { test, ctx, user, session, refresh, rotate, isAlive } = await signedIn();
    const successor = await rotate(session.refreshToken);
    test.clock.advance({ seconds: 30, milliseconds: 1 });
    expect(codeOf(await refresh(session.refreshToken))).toBe("refresh_token_reused");
    expect(await isAlive()).toBe(false);
    expect(codeOf(await refresh(successor))).toBe("refresh_token_invalid");
    expect(await test.mails.templatesTo(user.email)).toEqual(["session-theft-suspected"]);
    expect(
      await ctx.db.auditEvent.count({ where: { action: "session.refresh_token_reused", subjectId: user.id } }),
    ).toBe(1);
  });

  it("takes a grandparent for stolen even within the 30 seconds", async () => {
    const { session, refresh, rotate, isAlive } = await signedIn();
    const second = await rotate(session.refreshToken);
    await rotate(second);
    expect(codeOf(await refresh(session.refreshToken))).toBe("refresh_token_reused");
    expect(await isAlive()).toBe(false);
  });

  it("of a stolen token twenty times at once ends the session and mails once", async () => {
    const { test, ctx, user, session, refresh, rotate } = await signedIn();
    await rotate(await rotate(session.refreshToken));
    const results = await atOnce(20, () => refresh(session.refreshToken));
    expect(tally(results).ok).toBeUndefined();
    expect(await test.mails.templatesTo(user.email)).toEqual(["session-theft-suspected"]);
    expect(await ctx.db.auditEvent.count({ where: { action: "session.refresh_token_reused" } })).toBe(1);
  });
});

describe("a refresh token", () => {
  it("lives seven days from its issue", async () => {
    const { test, session, refresh, rotate } = await signedIn();
    test.clock.advance({ days: 7, seconds: -1 });
    const next = await rotate(session.refreshToken);
    test.clock.advance({ days: 7 });
    expect(codeOf(await refresh(next))).toBe("refresh_token_invalid");
  });

  it("does not carry a session beyond thirty days, however often it is renewed", async () => {
    const { test, session, refresh, rotate, isAlive } = await signedIn();
    let token = session.refreshToken;
    for (let day = 0; day < 29; day += 1) {
      test.clock.advance({ days: 1 });
      token = await rotate(token);
    }
    test.clock.advance({ hours: 23, minutes: 59 });
    const last = expectOk(await refresh(token)).session;
    expect(last.accessExpiresAt.getTime() - test.clock.now().getTime()).toBe(60_000);
    test.clock.advance({ minutes: 1 });
    expect(await isAlive(last.accessToken)).toBe(false);
    expect(codeOf(await refresh(last.refreshToken))).toBe("refresh_token_invalid");
  });

  it("that was altered, cut or made up changes nothing", async () => {
    const { session, refresh, isAlive } = await signedIn();
    const { refreshToken, accessToken, sessionId } = session;
    const [id = "", generation = "", mac = ""] = refreshToken.split(".");
    const flipped = `${mac.startsWith("A") ? "B" : "A"}${mac.slice(1)}`;
    const forgeries = [
      `${id}.${generation}.${flipped}`,
      `${id}.1.${mac}`,
      `${id}.-1.${mac}`,
      `${id}.00.${mac}`,
      refreshToken.slice(0, -1),
      `${refreshToken}A`,
      accessToken,
      sessionId,
      "",
      "\u0000",
      "x".repeat(8192),
    ];
    for (const forgery of forgeries) expect(codeOf(await refresh(forgery))).toBe("refresh_token_invalid");
    expect(await isAlive()).toBe(true);
    expect(codeOf(await refresh(refreshToken))).toBe("ok");
  });

  it("is good for the API that issued it only", async () => {
    const { ctx, session, isAlive } = await signedIn();
    expect(codeOf(await refreshSession(ctx, session.refreshToken, "other"))).toBe("refresh_token_invalid");
    expect(await isAlive()).toBe(true);
  });

  it("of a deactivated account gives nothing", async () => {
    const { test, ctx, user, session, refresh } = await signedIn();
    await ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await refresh(session.refreshToken))).toBe("refresh_token_invalid");
  });
});

describe("a refresh that races with the session's end", () => {
  const endings = ["log out", "revoke", "password change"] as const;

  async function raceWith(ending: (typeof endings)[number]): Promise<void> {
    const { test, ctx, user, actor, session, refresh, isAlive } = await signedIn();
    const other = await signIn(test, user);
    const end = {
      "log out": () => logOut(ctx, { refreshToken: session.refreshToken }, nativeAudience),
      revoke: () => revokeSession(ctx, actor, { id: session.sessionId }),
      "password change": () =>
        changePassword(ctx, other.actor, { currentPassword: user.password, newPassword: "another good secret" }),
    }[ending];
    const [refreshed, ended] = await Promise.all([refresh(session.refreshToken), end()]);
    expect(ended.ok).toBe(true);
    expect(await isAlive()).toBe(false);
    if (!refreshed.ok) return;
    expect(await isAlive(refreshed.value.session.accessToken), ending).toBe(false);
    expect(codeOf(await refresh(refreshed.value.session.refreshToken))).toBe("refresh_token_invalid");
  }

  it("leaves nothing usable behind when the session is left or revoked at the same moment", async () => {
    for (let round = 0; round < 4; round += 1) {
      await raceWith("log out");
      await raceWith("revoke");
    }
  });

  it("leaves nothing usable behind when the password is changed elsewhere at the same moment", async () => {
    for (let round = 0; round < 4; round += 1) await raceWith("password change");
  });
});

it("stores nothing that would open the session", async () => {
  const { ctx, actor, session } = await signedIn();
  const row = JSON.stringify(await ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } }));
  const mac = session.refreshToken.split(".")[2] ?? "";
  expect(row).not.toContain(mac);
  expect(row).not.toContain(session.accessToken);
  expect(JSON.stringify(await readSessions(ctx, actor.user.id, actor.session.id))).not.toContain(mac);
});
