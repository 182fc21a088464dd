import { beforeEach, describe, expect, it } from "vitest";
import { nativeApis } from "@/lib/api/apis";
import { acceptableBodies } from "@/tests/support/acceptable-requests";
import { createUser } from "@/tests/support/factories";
import { digests } from "@/tests/support/inhabited";
import { type Method, NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const someId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const all = nativeApis.flatMap(({ base, routes }) =>
  routes.map((endpoint) => ({
    name: `${endpoint.method.toUpperCase()} ${base}${endpoint.path}`,
    method: endpoint.method.toUpperCase() as Method,
    access: endpoint.access,
    path: `${base}${endpoint.path.replace("{id}", someId)}`,
  })),
);
const unsafe = all.filter(({ method }) => method !== "GET");

function bodyOf(name: string): unknown {
  return acceptableBodies[name];
}

let test: TestContext;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
  await api.signIn(await createUser(test, { isAdmin: true }));
});

describe("unsafe requests with cookies", () => {
  it("answers 403 CSRF_HEADER_REQUIRED without the exact header at every endpoint, with no effect", async () => {
    const before = await digests(test);
    const guarded = unsafe.filter(({ access }) => access !== "public");
    expect(guarded.length).toBeGreaterThan(80);
    for (const { name, method, path } of guarded) {
      for (const value of [undefined, "0", "true", "", "1, 1", "11"]) {
        const headers: Record<string, string> = value === undefined ? {} : { "x-pacspace-csrf": value };
        const refused = await api.send(method, path, { csrf: false, headers, json: bodyOf(name) });
        expect(refused, `${name} with ${value}`).toMatchObject({
          status: 403,
          error: { code: "CSRF_HEADER_REQUIRED" },
          setCookies: [],
        });
      }
    }
    expect(await digests(test)).toEqual(before);
  });

  it("answers 403 ORIGIN_REJECTED to other origins at every endpoint, with no effect", async () => {
    const before = await digests(test);
    const foreign = ["https://evil.example", "null", "http://localhost:3001", "https://localhost:3000"];
    const alike = ["http://localhost.evil.example:3000", "http://evil.localhost:3000"];
    const from = [...foreign, ...alike].map((origin): Record<string, string> => ({ origin }));
    for (const site of ["cross-site", "same-site", "nonsense"]) {
      from.push({ origin: "http://localhost:3000", "sec-fetch-site": site }, { "sec-fetch-site": site });
    }
    for (const { name, method, path } of unsafe) {
      for (const headers of from) {
        const refused = await api.send(method, path, { headers, json: bodyOf(name) });
        expect(refused, `${name} ${JSON.stringify(headers)}`).toMatchObject({
          status: 403,
          error: { code: "ORIGIN_REJECTED" },
          setCookies: [],
        });
      }
    }
    expect(await digests(test)).toEqual(before);
  });

  it("accepts the product's own pages, and programs without Origin and Sec-Fetch-Site", async () => {
    expect((await api.patch("profile", { name: "Jo One" })).status).toBe(200);
    const headers = { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
    expect((await api.patch("profile", { name: "Jo Two" }, { headers })).status).toBe(200);
  });
});

describe("other methods and other paths", () => {
  it("answers other methods with 405 and the allowed ones, ignores overrides and allows no preflight", async () => {
    const put = await api.send("PUT", "login");
    expect(put).toMatchObject({ status: 405, error: { code: "METHOD_NOT_ALLOWED" } });
    expect(put.headers.get("allow")).toBe("POST");
    expect((await api.send("GET", "login")).status).toBe(405);
    expect((await api.send("PUT", "profile")).headers.get("allow")).toBe("GET, HEAD, PATCH");
    const headers = { "x-http-method-override": "DELETE" };
    expect((await api.send("GET", "sessions?_method=DELETE", { headers })).status).toBe(400);
    const preflight = await api.send("OPTIONS", "login", { headers: { origin: "https://evil.example" } });
    expect(preflight.status).toBe(405);
  });

  it("answers unknown paths with 404 in the envelope", async () => {
    for (const path of ["nowhere", "login/", "LOGIN", "login;x", "..%2flogin", "%6cogin2", "__proto__", ""]) {
      expect(await api.post(path, {})).toMatchObject({ status: 404, error: { code: "NOT_FOUND" } });
    }
    expect(await api.get("/dashboard/nowhere")).toMatchObject({ status: 404 });
  });
});
