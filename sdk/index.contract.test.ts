import { describe, expect, it } from "vitest";
import { listen } from "@/tests/support/curl";
import { createUser, type TestUser, totpCode } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createClient, type FoyerClient, type Tokens } from "./index";
import type { Fetch } from "./request";

interface Program {
  client: FoyerClient;
  sent: string[];
  holds(): boolean;
}

function recording(sent: string[], fetch: Fetch): Fetch {
  return (url, init) => {
    sent.push(`${init.method} ${new URL(url).pathname.replace("/dashboard/auth", "")}`);
    return fetch(url, init);
  };
}

async function bearerProgram(test: TestContext): Promise<Program> {
  let kept: Tokens | null = null;
  const sent: string[] = [];
  const client = createClient({
    mode: "bearer",
    baseUrl: await listen(test),
    tokens: {
      get: () => kept,
      set: (tokens) => {
        kept = tokens;
      },
    },
    fetch: recording(sent, (url, init) => fetch(url, init)),
  });
  return { client, sent, holds: () => kept !== null };
}

async function cookieProgram(test: TestContext): Promise<Program> {
  const jar = new Map<string, string>();
  const sent: string[] = [];
  const browserFetch: Fetch = async (url, init) => {
    expect(init.credentials).toBe("same-origin");
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { ...init, headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const client = createClient({ mode: "cookie", baseUrl: await listen(test), fetch: recording(sent, browserFetch) });
  return { client, sent, holds: () => [...jar.keys()].some((name) => /access|refresh/.test(name)) };
}

describe.each([
  ["bearer", bearerProgram],
  ["cookie", cookieProgram],
])("the native client in %s mode", (_mode, program) => {
  async function signedIn(options: { mfa?: boolean } = {}): Promise<Program & { test: TestContext; user: TestUser }> {
    const test = await testContext();
    const user = await createUser(test, options);
    const one = await program(test);
    const code = user.totpSecret ? { code: await totpCode(test, user.totpSecret) } : {};
    expect(await one.client.login({ email: user.email, password: user.password, ...code })).toMatchObject({
      user: { email: user.email },
    });
    return { test, user, ...one };
  }

  it("signs in, reads the profile and the sessions, and signs out", async () => {
    const { client, user, holds } = await signedIn();
    expect(await client.profile()).toMatchObject({ email: user.email, tenant: { plan: "FREE" } });
    expect(await client.sessions.list()).toMatchObject([{ audience: "pacspace", current: true }]);
    expect(await client.refresh()).toBe(true);
    await client.logout();
    expect(holds()).toBe(false);
    await expect(client.profile()).rejects.toMatchObject({ name: "ApiError", status: 401, code: "UNAUTHENTICATED" });
  });

  it("reports that a code is needed, stores nothing yet and takes the code", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { client, holds } = await program(test);
    const input = { email: user.email, password: user.password };
    expect(await client.login(input)).toEqual({ requiresMfa: true, mfaTicket: expect.any(String) });
    expect(holds()).toBe(false);
    expect(await client.login({ ...input, code: await totpCode(test, user.totpSecret) })).toHaveProperty("expiresAt");
    expect(await client.profile()).toMatchObject({ mfaEnabled: true });
  });

  it("refreshes once for ten requests that expire together", async () => {
    const { test, client, sent } = await signedIn();
    test.clock.advance({ minutes: 16 });
    await Promise.all(Array.from({ length: 10 }, () => client.profile()));
    expect(sent.filter((line) => line === "POST /refresh-token")).toHaveLength(1);
  });

  it("drops a session that has ended", async () => {
    const { test, client, sent, holds } = await signedIn();
    await test.ctx.db.session.updateMany({ data: { revokedAt: test.clock.now(), revokedReason: "revoked_by_user" } });
    sent.length = 0;
    await expect(client.profile()).rejects.toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    expect(sent).toEqual(["GET /profile", "POST /refresh-token"]);
    expect(holds()).toBe(false);
  });

  it("signs out with an expired access token", async () => {
    const { test, client } = await signedIn();
    test.clock.advance({ minutes: 16 });
    await client.logout();
    expect(await test.ctx.db.session.count({ where: { revokedAt: null } })).toBe(0);
  });

  it("throws the error's code and message", async () => {
    const { client, user, sent } = await signedIn();
    sent.length = 0;
    await expect(client.login({ email: user.email, password: "wrong password" })).rejects.toMatchObject({
      status: 401,
      code: "INVALID_CREDENTIALS",
      message: "Incorrect credentials.",
    });
    expect(sent).toEqual(["POST /login"]);
  });
});
