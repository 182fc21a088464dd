import { describe, expect, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { HasherOverloaded } from "@/lib/core/ports";
import { createUser } from "@/lib/testing/factories";
import { NativeClient } from "@/lib/testing/native-client";
import { testContext } from "@/lib/testing/test-context";

const body = { email: "jane@company.com", password: "wrong password" };

function from(address: string) {
  return { headers: { "x-forwarded-for": address } };
}

describe("limits", () => {
  it("429: counts per address, says when to come back, and that is true", async () => {
    const test = await testContext({ limits: "counting" });
    const api = new NativeClient(test);
    const first = await api.post("login", body, from("203.0.113.9"));
    expect(first.headers.get("x-ratelimit-limit")).toBe("10");
    expect(first.headers.get("x-ratelimit-remaining")).toBe("9");
    for (let count = 0; count < 9; count += 1) await api.post("login", body, from("203.0.113.9"));
    const limited = await api.post("login", body, from("203.0.113.9"));
    expect(limited).toMatchObject({ status: 429, error: { code: "RATE_LIMITED" }, setCookies: [] });
    expect(limited.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await api.post("login", body, from("203.0.113.10"))).status).toBe(401);
    test.clock.advance({ seconds: Number(limited.headers.get("retry-after")) });
    expect((await api.post("login", body, from("203.0.113.9"))).status).toBe(401);
  });

  it("count all addresses of one IPv6 network as one client", async () => {
    const api = new NativeClient(await testContext({ limits: "counting" }));
    const statuses = [];
    for (let host = 1; host <= 6; host += 1) {
      const { status } = await api.post("request-password-reset", { email: body.email }, from(`2001:db8:1:2::${host}`));
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  });

  it.each([
    ["login", 10],
    ["login/mfa-verify", 10],
    ["register", 5],
    ["request-access", 5],
    ["request-password-reset", 3],
    ["resend-verification-email", 3],
    ["refresh-token", 30],
  ])("%s: %i a minute, also for what is refused", async (path, points) => {
    const api = new NativeClient(await testContext({ limits: "counting" }));
    for (let count = 0; count < points; count += 1) expect((await api.post(path, {})).status).not.toBe(429);
    expect((await api.post(path, {})).status).toBe(429);
  });

  it("120 a minute for a session, wherever it comes from", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    const api = new NativeClient(test);
    await api.signIn(user);
    const statuses = new Set<number>();
    for (let count = 0; count < 120; count += 1) {
      statuses.add((await api.get("profile", from(`203.0.113.${count}`))).status);
    }
    expect([...statuses]).toEqual([200]);
    expect((await api.get("mfa/status")).status).toBe(429);
  });
});

describe("faults", () => {
  it("500: says nothing but the request id, which is in the log too", async () => {
    const test = await testContext();
    test.log.expectProblems();
    const broken = {
      ...test.app,
      hasher: { ...test.hasher, verify: () => Promise.reject(new Error("secret detail")) },
    };
    const api = new NativeClient(test, createApi(broken));
    const headers = { "x-request-id": "request-0001" };
    const fault = await api.post("login", body, { headers });
    expect(fault).toMatchObject({ status: 500, error: { code: "INTERNAL_ERROR", requestId: "request-0001" } });
    expect(JSON.stringify(fault.error)).not.toContain("secret");
    expect(test.log.problems).toMatchObject([{ level: "error", fields: { requestId: "request-0001" } }]);
    expect(JSON.stringify(test.log.problems)).not.toContain(body.password);
  });

  it("503 with Retry-After: says when the hasher's queue is full, and counts no failure for it", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const verify = () => Promise.reject(new HasherOverloaded());
    const api = new NativeClient(test, createApi({ ...test.app, hasher: { ...test.hasher, verify } }));
    for (let count = 0; count < 6; count += 1) {
      const busy = await api.post("login", { email: user.email, password: user.password });
      expect(busy).toMatchObject({ status: 503, error: { code: "UNAVAILABLE" } });
      expect(busy.headers.get("retry-after")).toBe("1");
    }
    await new NativeClient(test).signIn(user);
  });

  it("503 with Retry-After: says when the database is away", async () => {
    const test = await testContext();
    test.log.expectProblems();
    const limits = { consume: () => Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" })) };
    const api = new NativeClient(test, createApi({ ...test.app, limits }));
    const away = await api.post("login", body);
    expect(away).toMatchObject({ status: 503, error: { code: "UNAVAILABLE" } });
    expect(away.headers.get("retry-after")).toBe("2");
    expect(test.log.problems).toMatchObject([{ level: "warn" }]);
  });
});

describe("headers", () => {
  it("never throw, however odd", async () => {
    const api = new NativeClient(await testContext());
    const odd: Record<string, string>[] = [
      { authorization: "Bearer %" },
      { cookie: ";;;=; foyer_access; foyer_access=%E0%A4%A; =x" },
      { cookie: Array.from({ length: 500 }, (_, index) => `c${index}=1`).join("; ") },
      { cookie: `foyer_access=${"x".repeat(16_000)}` },
      { "accept-language": "x".repeat(8000) },
      { "x-request-id": "\u00ff\u00fe", "user-agent": "\u001b[31m" },
    ];
    for (const headers of odd) expect((await api.get("profile", { headers })).status).toBe(401);
  });
});
