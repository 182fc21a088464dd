import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { listen } from "@/tests/support/curl";
import { ownerPassword } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { type AuthTokenPair, createClient } from "./pandora";

async function program(test: TestContext, origin?: string) {
  const kept: { pair: AuthTokenPair | null } = { pair: null };
  const sent: string[] = [];
  const refreshed: AuthTokenPair[] = [];
  const client = createClient({
    baseUrl: `${origin ?? (await listen(test))}/compat/pandora/`,
    getToken: () => kept.pair?.token,
    refreshToken: {
      get: async () => kept.pair?.refreshToken,
      onRefresh: async (pair) => {
        refreshed.push(pair);
        kept.pair = pair;
      },
    },
    fetch: (url, init) => {
      sent.push(`${init.method} ${new URL(url).pathname.replace("/compat/pandora", "")}`);
      return fetch(url, init);
    },
  });
  return { client, kept, sent, refreshed };
}

async function signedIn() {
  const test = await testContext();
  const origin = await listen(test);
  const one = await program(test, origin);
  one.kept.pair = await one.client.setup({ password: ownerPassword });
  return { test, origin, ...one };
}

describe("the Pandora client", () => {
  it("sets up, signs in, refreshes and signs out", async () => {
    const test = await testContext();
    const { client, kept } = await program(test);
    expect((await client.status()).auth).toEqual({ setup: false, authenticated: false });
    await expect(client.login({ password: ownerPassword })).rejects.toMatchObject({
      name: "ApiError",
      status: 403,
      code: "setup_required",
    });
    kept.pair = await client.setup({ password: ownerPassword });
    kept.pair = await client.login({ password: ownerPassword });
    expect((await client.status()).auth).toEqual({ setup: true, authenticated: true });
    const [own, other] = await client.sessions.list();
    expect([own?.current, other?.current]).toEqual([true, false]);
    expect(await client.sessions.revoke(other?.id ?? "")).toEqual({ success: true, loggedOut: false });
    kept.pair = await client.changePassword({ currentPassword: ownerPassword, newPassword: "an even better secret" });
    expect(await client.sessions.list()).toHaveLength(1);
    expect(await client.sessions.revokeAll()).toEqual({ success: true, loggedOut: true });
    await expect(client.logout()).rejects.toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("refreshes once for ten requests that expire together and resends each", async () => {
    const { test, client, sent, refreshed } = await signedIn();
    test.clock.advance({ minutes: 16 });
    const lists = await Promise.all(Array.from({ length: 10 }, () => client.sessions.list()));
    expect(lists.map((list) => list.length)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(sent.filter((line) => line === "POST /api/auth/refresh")).toHaveLength(1);
    expect(refreshed).toHaveLength(1);
  });

  it("retries once and keeps nothing of an ended session", async () => {
    const { test, client, sent, refreshed } = await signedIn();
    await test.ctx.db.session.updateMany({ data: { revokedAt: test.clock.now(), revokedReason: "revoked_by_user" } });
    sent.length = 0;
    await expect(client.sessions.list()).rejects.toMatchObject({ status: 401, code: "unauthorized" });
    expect(sent).toEqual(["GET /api/auth/sessions", "POST /api/auth/refresh"]);
    expect(refreshed).toEqual([]);
  });

  it("doesn't refresh for a wrong password or without a refresh token", async () => {
    const { client, kept, sent } = await signedIn();
    sent.length = 0;
    const wrong = { currentPassword: "wrong password", newPassword: "an even better secret" };
    await expect(client.changePassword(wrong)).rejects.toMatchObject({ code: "invalid_credentials" });
    kept.pair = null;
    await expect(client.sessions.list()).rejects.toMatchObject({ code: "unauthorized" });
    expect(await client.refresh()).toBe(false);
    expect(sent).toEqual(["POST /api/auth/change-password", "GET /api/auth/sessions"]);
  });

  it("reports when to retry", async () => {
    const test = await testContext({ limits: "counting" });
    const { client } = await program(test);
    for (let count = 0; count < 3; count += 1) await client.setup({ password: "short" }).catch(() => undefined);
    await expect(client.setup({ password: "short" })).rejects.toMatchObject({
      status: 429,
      code: "rate_limited",
      retryAfterSeconds: 60,
    });
  });
});

it("the example works against a server before and after its setup", async () => {
  const test = await testContext();
  const baseUrl = `${await listen(test)}/compat/pandora`;
  const run = () =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "examples/pandora-session.ts", baseUrl, ownerPassword]);
  expect((await run()).stdout).toMatch(
    /not set up yet\.\nSigned in until .+\nRefreshed until .+\n\* .+\nSigned out\.\n$/,
  );
  expect((await run()).stdout).toMatch(/is set up\.\nSigned in/);
});
