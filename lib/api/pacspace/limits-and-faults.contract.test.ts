import { describe, expect, it, onTestFinished } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { HasherOverloaded } from "@/lib/core/kernel/ports";
import { createDatabase } from "@/lib/platform/database/client";
import { createPool } from "@/lib/platform/database/connections";
import { createUser, strangeToken } from "@/tests/support/factories";
import { type NativeAnswer, NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const body = { email: "jane@company.com", password: "wrong password" };

function from(address: string) {
  return { headers: { "x-forwarded-for": address } };
}

describe("limits", () => {
  it("count all addresses of one IPv6 network as one client", async () => {
    const api = new NativeClient(await testContext({ limits: "counting" }));
    const statuses = [];
    for (let host = 1; host <= 6; host += 1) {
      const { status } = await api.post("request-password-reset", { email: body.email }, from(`2001:db8:1:2::${host}`));
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
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
    const pool = createPool({ url: "postgres://nobody@127.0.0.1:1/nowhere", max: 1, onIdleError: () => {} });
    onTestFinished(() => pool.end());
    const api = new NativeClient(test, createApi({ ...test.app, db: createDatabase(pool) }));
    for (const path of ["status", `verify?token=${strangeToken()}`]) expectUnavailable(await api.get(path));
    expectUnavailable(await api.post("login", body));
    expectUnavailable(await api.post("resend-verification-email", { email: body.email }));
    expect(new Set(test.log.problems.map(({ level }) => level))).toEqual(new Set(["warn"]));
  });

  it("503 with Retry-After: says when every connection is taken, instead of waiting for ever", async () => {
    const test = await testContext();
    test.log.expectProblems();
    const url = test.database.url;
    const pool = createPool({ url, max: 1, onIdleError: () => {} });
    const held = await pool.connect();
    onTestFinished(async () => {
      held.release();
      await pool.end();
    });
    const api = new NativeClient(test, createApi({ ...test.app, db: createDatabase(pool) }));
    expectUnavailable(await api.get("status"));
  });

  it("recovers by itself when the server has ended the connections", async () => {
    const test = await testContext();
    test.log.expectProblems();
    const pool = createPool({ url: test.database.url, max: 2, onIdleError: () => {} });
    onTestFinished(() => pool.end());
    const api = new NativeClient(test, createApi({ ...test.app, db: createDatabase(pool) }));
    expect((await api.get("status")).status).toBe(200);
    const { rows } = await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await test.database.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await api.get("status")).status);
    expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
    expect(statuses.at(-1)).toBe(200);
  });
});

function expectUnavailable(answer: NativeAnswer): void {
  expect(answer).toMatchObject({ status: 503, error: { code: "UNAVAILABLE" }, setCookies: [] });
  expect(answer.headers.get("retry-after")).toBe("2");
}

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
