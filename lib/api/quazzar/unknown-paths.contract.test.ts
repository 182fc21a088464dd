import { describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { testContext } from "@/tests/support/test-context";
import { quazzar } from "./api";

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
    status: 500,
    body: { detail: "Internal server error", code: "internal_error" },
  });
});
