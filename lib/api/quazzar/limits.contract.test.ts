import { describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { quazzar } from "./api";

function from(address: string) {
  return { headers: { "x-forwarded-for": address } };
}

describe("limits", () => {
  it.each([
    ["/auth/login", 10],
    ["/auth/register", 5],
    ["/auth/password-reset/request", 3],
    ["/auth/password-reset/confirm", 20],
  ])("%s: %i a minute and address, also for what is refused; Retry-After is true", async (path, points) => {
    const test = await testContext({ limits: "counting" });
    const api = new BearerClient(test, quazzar);
    for (let taken = 1; taken <= points; taken += 1) {
      const { status, headers } = await api.post(path, {}, from("203.0.113.9"));
      expect(status).toBe(422);
      expect(headers.get("x-ratelimit-limit")).toBe(String(points));
      expect(headers.get("x-ratelimit-remaining")).toBe(String(points - taken));
    }
    const limited = await api.post(path, {}, from("203.0.113.9"));
    expect(limited).toMatchObject({ status: 429, body: { detail: "Too many requests", code: "rate_limited" } });
    expect(limited.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await api.post(path, {}, from("203.0.113.10"))).status).toBe(422);
    test.clock.advance({ seconds: Number(limited.headers.get("retry-after")) });
    expect((await api.post(path, {}, from("203.0.113.9"))).status).toBe(422);
  });

  it("120 a minute for a token, wherever it comes from; another token has its own", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    const api = new BearerClient(test, quazzar);
    api.token = (await signIn(test, user, "quazzar")).session.accessToken;
    const statuses = new Set<number>();
    for (let count = 0; count < 120; count += 1) {
      statuses.add((await api.get("/users/me", from(`203.0.113.${count}`))).status);
    }
    expect([...statuses]).toEqual([200]);
    const limited = await api.patch("/users/me", {});
    expect(limited.status).toBe(429);
    expect(limited.headers.get("x-ratelimit-limit")).toBe("120");
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    const { session } = await signIn(test, user, "quazzar");
    expect((await api.get("/users/me", { token: session.accessToken })).status).toBe(200);
  });
});

describe("what is not there", () => {
  it.each(["", "/", "/auth", "/auth/nothing", "/users/you"])("404: %s", async (path) => {
    const api = new BearerClient(await testContext(), quazzar);
    expect(await api.get(path)).toMatchObject({ status: 404, body: { detail: "Not found", code: "not_found" } });
  });

  it("405: names the methods that a path takes", async () => {
    const api = new BearerClient(await testContext(), quazzar);
    const refused = await api.delete("/users/me");
    expect(refused).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(refused.headers.get("allow")).toBe("GET, HEAD, PATCH");
  });

  it("is switched off by COMPAT_APIS", async () => {
    const test = await testContext({ config: { compatApis: [] } });
    const api = new BearerClient(test, quazzar);
    expect((await api.hono.request("http://localhost:3000/compat/quazzar/users/me")).status).toBe(404);
  });
});

it("500: says nothing of what went wrong", async () => {
  const test = await testContext();
  test.log.expectProblems();
  const app = { ...test.app, hasher: { ...test.hasher, verify: () => Promise.reject(new Error("secret detail")) } };
  const api = new BearerClient({ ...test, app }, quazzar);
  expect(await api.post("/auth/login", { email: "jane@example.com", password: "your-password" })).toMatchObject({
    ...{ status: 500, body: { detail: "Internal server error", code: "internal_error" } },
  });
});
