import { NextRequest } from "next/server";
import { describe, expect, it, vi } from "vitest";
import { POST as postToNextAuth, GET as readSession } from "@/app/api/auth/[...nextauth]/route";
import { HEAD, GET as refreshPage } from "@/app/session/refresh/route";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logOut } from "@/lib/core/sessions/sessions";
import { createUser, signIn } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { enrolAll, requireMfaOfAll } from "@/tests/support/required-mfa";
import { readSources } from "@/tests/support/source-files";
import { testContext } from "@/tests/support/test-context";
import { holdSession, openBrowser } from "@/tests/support/web-request";
import {
  findUser,
  mfaSetupPath,
  requireAdmin,
  requireReviewer,
  requireUser,
  requireUserBeforeMfa,
} from "./current-user";

async function signedIn(options: { appUrl?: string } = {}) {
  const test = await testContext({ config: options });
  const user = await createUser(test);
  const { session } = await signIn(test, user);
  const browser = openBrowser(test);
  const end = async () => expectOk(await logOut(test.ctx, session, nativeAudience));
  return { test, user, session, browser, end };
}

async function digestOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => new Error("Nothing was thrown"),
    (error: unknown) => error,
  );
  return thrown instanceof Error && "digest" in thrown ? String(thrown.digest) : String(thrown);
}

const refresh = (next: string) => refreshPage(new Request(`http://localhost:3000/session/refresh?next=${next}`));

describe("who asks for a page", () => {
  it("is the user of the session until it ends", async () => {
    const { user, session, browser, end } = await signedIn();
    holdSession(browser, { accessToken: session.accessToken });
    expect((await findUser())?.user.id).toBe(user.id);
    await end();
    expect(await findUser()).toBeNull();
  });

  it("is nobody without a token, with a made-up one and with the refresh token in its place", async () => {
    const { session, browser } = await signedIn();
    expect(await findUser()).toBeNull();
    for (const accessToken of ["x", "a.b.c", session.refreshToken]) {
      holdSession(browser, { accessToken });
      expect(await findUser()).toBeNull();
    }
  });

  it("is sent to the two-factor setup from every page once it is due, and can only open that page", async () => {
    const { test, user, session, browser } = await signedIn();
    holdSession(browser, { accessToken: session.accessToken });
    await test.ctx.db.user.update({ where: { id: user.id }, data: { isAdmin: true } });
    await requireMfaOfAll(test, { days: 6.9 });
    expect((await requireUser()).user.id).toBe(user.id);
    await requireMfaOfAll(test, { days: 7 });
    for (const gate of [requireUser, requireReviewer, requireAdmin]) {
      expect(await digestOf(gate())).toContain(`;${mfaSetupPath};`);
    }
    expect((await requireUserBeforeMfa()).user.id).toBe(user.id);
    await enrolAll(test);
    expect((await requireAdmin()).user.id).toBe(user.id);
  });

  it("is checked by every page for signed-in users except the setup", () => {
    const pages = readSources().filter(({ path }) =>
      /^app\/(?!dev\/|docs\/).*(page|layout|signed-in)\.tsx$/.test(path),
    );
    const open = pages.filter(({ text }) => text.includes("requireUserBeforeMfa")).map(({ path }) => path);
    expect(open).toEqual(["app/(public)/account/two-factor-setup/page.tsx"]);
    const signedInPages = pages.filter(({ path }) => /^app\/\((account|admin)\)\/.*page\.tsx$/.test(path));
    const ungated = signedInPages.filter(({ text }) => !/await require(User|Admin|Reviewer)\(\)/.test(text));
    expect(ungated.map(({ path }) => path)).toEqual([]);
    expect(signedInPages.length).toBeGreaterThan(15);
  });

  it("is not signed out when the database is down", async () => {
    const { test, session, browser } = await signedIn();
    holdSession(browser, { accessToken: session.accessToken });
    vi.spyOn(test.app.secrets, "verifyAccessToken").mockRejectedValue(new Error("away"));
    await expect(findUser()).rejects.toThrow("away");
  });

  it("goes through one refresh when only the refresh token is left, and back to the page", async () => {
    const { session, browser } = await signedIn();
    holdSession(browser, { refreshToken: session.refreshToken });
    browser.headers.set("x-foyer-path", "/account/security?tab=2");
    expect(await digestOf(requireUser())).toContain(";/session/refresh?next=%2Faccount%2Fsecurity%3Ftab%3D2;");
  });

  it("signs in otherwise, and is told why only when there was a session", async () => {
    const { session, browser, end } = await signedIn();
    browser.headers.set("x-foyer-path", "//evil.example");
    expect(await digestOf(requireUser())).toContain(";/login?next=%2Faccount;");
    await end();
    holdSession(browser, { accessToken: session.accessToken });
    expect(await digestOf(requireUser())).toContain(";/login?next=%2Faccount&reason=signed_out;");
  });

  it("gets the 403 page when a page is for admins only", async () => {
    const { test, user, session, browser } = await signedIn();
    holdSession(browser, session);
    expect(await digestOf(requireAdmin())).toBe("NEXT_HTTP_ERROR_FALLBACK;403");
    await test.ctx.db.user.update({ where: { id: user.id }, data: { isAdmin: true } });
    expect((await requireAdmin()).admin).toBe(true);
  });
});

describe("refreshing on the way to a page", () => {
  it("sets both cookies and goes on, by a path that keeps the host", async () => {
    const { session, browser } = await signedIn();
    holdSession(browser, { refreshToken: session.refreshToken });
    const answer = await refresh("/account/profile");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/account/profile"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["foyer_access", "foyer_refresh"]);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/Path=\/;.*HttpOnly; SameSite=lax$/);
      expect(cookie).not.toContain("Secure");
    }
  });

  it("binds the cookies to the host over TLS", async () => {
    const { session, browser } = await signedIn({ appUrl: "https://foyer.example" });
    holdSession(browser, { refreshToken: session.refreshToken });
    for (const cookie of (await refresh("/account")).headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-foyer_.*Path=\/;.*Secure; HttpOnly; SameSite=lax$/);
    }
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil.example", ""])("never leads away: %s", async (next) => {
    const { session, browser } = await signedIn();
    holdSession(browser, { refreshToken: session.refreshToken });
    expect((await refresh(encodeURIComponent(next))).headers.get("location")).toBe("/account");
  });

  it("of two pages at once gives both the same session and clears nothing", async () => {
    const { session, browser } = await signedIn();
    holdSession(browser, { refreshToken: session.refreshToken });
    const answers = await Promise.all([refresh("/account"), refresh("/account/security")]);
    const tokens = answers.map((answer) => answer.headers.getSetCookie()[1]?.split(";")[0]);
    expect(new Set(tokens).size).toBe(1);
    expect(answers.map((answer) => answer.headers.get("location"))).toEqual(["/account", "/account/security"]);
  });

  it("rotates nothing while the access token lives, nor for a probe", async () => {
    const { test, session, browser } = await signedIn();
    holdSession(browser, session);
    expect((await refresh("/account")).headers.getSetCookie()).toEqual([]);
    expect(HEAD().status).toBe(204);
    const row = await test.ctx.db.session.findUniqueOrThrow({ where: { id: session.sessionId } });
    expect(row.generation).toBe(0);
  });

  it("of a session that is over clears its cookies and asks to sign in", async () => {
    const { session, browser, end } = await signedIn();
    holdSession(browser, session);
    await end();
    const answer = await refresh("/account/profile");
    expect(answer.headers.get("location")).toBe("/login?reason=session_ended&next=%2Faccount%2Fprofile");
    expect(answer.headers.getSetCookie().map((cookie) => /^\w+=;.*Max-Age=0/.test(cookie))).toEqual([true, true]);
  });

  it("without a refresh token sets no cookie at all", async () => {
    await signedIn();
    const answer = await refresh("/account");
    expect(answer.headers.get("location")).toBe("/login?reason=session_ended&next=%2Faccount");
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe("next-auth's own routes", () => {
  const ask = (...nextauth: string[]) =>
    readSession(new NextRequest("http://localhost:3000/api/auth/x"), { params: Promise.resolve({ nextauth }) });
  const send = (...nextauth: string[]) =>
    postToNextAuth(new NextRequest("http://localhost:3000/api/auth/x", { method: "POST" }), {
      params: Promise.resolve({ nextauth }),
    });

  it("tell who is signed in and until when, and set no cookie", async () => {
    const { user, session, browser } = await signedIn();
    holdSession(browser, session);
    const answer = await ask("session");
    expect(await answer.json()).toEqual({
      user: { id: user.id, name: user.name, email: user.email },
      expires: session.refreshExpiresAt.toISOString(),
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("say nothing of a session that is over, and leave its cookies to the refresh", async () => {
    const { session, browser, end } = await signedIn();
    holdSession(browser, session);
    await end();
    const answer = await ask("session");
    expect(await answer.json()).toEqual({});
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("are not there otherwise", async () => {
    await signedIn();
    const paths = [["signin"], ["signin", "google"], ["callback"], ["callback", "google"], ["callback", "oidc", "x"]];
    for (const path of [...paths, ["session", "x"], ["providers"], ["signout"], ["error"], ["_log"]]) {
      expect((await ask(...path)).status, path.join("/")).toBe(404);
      expect((await send(...path)).status, path.join("/")).toBe(404);
    }
  });
});
