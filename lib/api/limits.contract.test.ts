import { describe, expect, it } from "vitest";
import { type ApiRoute, allRoutes } from "@/tests/support/api-routes";
import { createUser, signIn, testPassword } from "@/tests/support/factories";
import { bearer } from "@/tests/support/inhabited";
import { NativeClient } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createApi } from "./create-api";

/** Requests per minute and address. */
const perAddress: [name: string, points: number][] = [
  ["POST /dashboard/auth/login", 10],
  ["POST /dashboard/auth/login/mfa-verify", 10],
  ["POST /dashboard/auth/register", 5],
  ["POST /dashboard/auth/request-access", 5],
  ["POST /dashboard/auth/request-password-reset", 3],
  ["POST /dashboard/auth/resend-verification-email", 3],
  ["POST /dashboard/auth/refresh-token", 30],
  ["POST /compat/balance/dashboard/auth/login", 10],
  ["POST /compat/balance/dashboard/auth/register", 5],
  ["POST /compat/balance/dashboard/auth/request-password-reset", 3],
  ["POST /compat/balance/dashboard/auth/resend-verification-email", 3],
  ["POST /compat/balance/dashboard/auth/reset-password", 20],
  ["POST /compat/panguard/api/auth/login", 10],
  ["POST /compat/panguard/api/auth/register", 5],
  ["POST /compat/panguard/api/auth/forgot-password", 3],
  ["POST /compat/panguard/api/auth/reset-password", 20],
  ["POST /compat/pandora/api/auth/setup", 3],
  ["POST /compat/pandora/api/auth/login", 5],
  ["POST /compat/pandora/api/auth/refresh", 10],
  ["POST /compat/pandora/api/auth/change-password", 3],
  ["POST /compat/quazzar/auth/login", 10],
  ["POST /compat/quazzar/auth/register", 5],
  ["POST /compat/quazzar/auth/password-reset/request", 3],
  ["POST /compat/quazzar/auth/password-reset/confirm", 20],
];

const perSession = [
  "GET /dashboard/auth/profile",
  "GET /compat/balance/dashboard/auth/profile",
  "GET /compat/panguard/api/auth/me",
  "GET /compat/pandora/api/auth/sessions",
  "GET /compat/quazzar/users/me",
];

function routeNamed(name: string): ApiRoute {
  return allRoutes.find((route) => route.name === name) ?? expect.fail(`${name} is no route`);
}

function caller(test: TestContext, { api, method, path }: ApiRoute, token?: string) {
  const hono = createApi(test.app);
  return async (address: string) => {
    const response = await hono.request(`http://localhost:3000${path}`, {
      method,
      headers: { "x-forwarded-for": address, ...(token === undefined ? {} : bearer(token)) },
    });
    const isInEnvelope = api.errorSchema.safeParse(await response.clone().json()).success;
    expect(isInEnvelope, await response.text()).toBe(response.status >= 400);
    return response;
  };
}

describe("rate limits", () => {
  it.each(perAddress)(
    "count rejected requests too, and say when to come back: %s, %i a minute",
    async (name, points) => {
      const test = await testContext({ limits: "counting" });
      await ownedBy(test, (await createUser(test, { isAdmin: true })).id);
      const route = routeNamed(name);
      const send = caller(test, route);
      for (let taken = 1; taken <= points; taken += 1) {
        const { headers, status } = await send("203.0.113.9");
        expect(status).not.toBe(429);
        expect(headers.get("x-ratelimit-limit")).toBe(String(points));
        expect(headers.get("x-ratelimit-remaining")).toBe(String(points - taken));
      }
      const limited = await send("203.0.113.9");
      expect(limited.status).toBe(429);
      expect(limited.headers.get("x-ratelimit-remaining")).toBe("0");
      expect((await send("203.0.113.10")).status).not.toBe(429);
      test.clock.advance({ seconds: Number(limited.headers.get("retry-after")) });
      expect((await send("203.0.113.9")).status).not.toBe(429);
    },
  );

  it("let forty people behind one address sign in within a minute, and stop ten wrong attempts", async () => {
    const test = await testContext({ limits: "counting" });
    const api = new NativeClient(test);
    for (let person = 0; person < 40; person += 1) {
      const { email } = await createUser(test);
      const body = { email, password: testPassword };
      expect((await api.post("/dashboard/auth/login", body)).status).toBe(200);
    }
    const wrong = { email: (await createUser(test)).email, password: "not the password" };
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt += 1) {
      statuses.push((await api.post("/dashboard/auth/login", { ...wrong, email: `${attempt}${wrong.email}` })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  });

  it.each(perSession)("count 120 a minute for a session, wherever it comes from: %s", async (name) => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test, { isAdmin: true });
    await ownedBy(test, user.id);
    const route = routeNamed(name);
    const { session } = await signIn(test, user, route.api.name);
    const send = caller(test, route, session.accessToken);
    for (let count = 0; count < 120; count += 1) expect((await send(`203.0.113.${count}`)).status).toBe(200);
    const limited = await send("203.0.113.9");
    expect(limited.status).toBe(429);
    expect(limited.headers.get("x-ratelimit-limit")).toBe("120");
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    const another = await signIn(test, user, route.api.name);
    expect((await caller(test, route, another.session.accessToken)("203.0.113.9")).status).toBe(200);
  });
});
