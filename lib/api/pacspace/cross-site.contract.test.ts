import { beforeEach, describe, expect, it } from "vitest";
import { createUser } from "@/lib/testing/factories";
import { type Method, NativeClient } from "@/lib/testing/native-client";
import { type TestContext, testContext } from "@/lib/testing/test-context";
import { surfaces } from "./endpoints";

const all = surfaces.flatMap(({ base, endpoints }) =>
  endpoints.map((endpoint) => ({
    name: `${endpoint.method.toUpperCase()} ${base}${endpoint.path}`,
    method: endpoint.method.toUpperCase() as Method,
    access: endpoint.access,
    path: `${base}${endpoint.path.replace("{id}", "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11")}`,
  })),
);
const unsafe = all.filter(({ method }) => method !== "GET");

let test: TestContext;
let api: NativeClient;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
  await api.signIn(await createUser(test, { isAdmin: true }));
});

describe("unsafe requests with cookies", () => {
  it.each(unsafe.filter(({ access }) => access !== "public"))(
    "$name: 403 CSRF_HEADER_REQUIRED without the exact header, and no effect",
    async ({ method, path }) => {
      for (const value of [undefined, "0", "true", "", "1, 1", "11"]) {
        const headers: Record<string, string> = value === undefined ? {} : { "x-pacspace-csrf": value };
        const refused = await api.send(method, path, { csrf: false, headers, json: {} });
        expect(refused).toMatchObject({ status: 403, error: { code: "CSRF_HEADER_REQUIRED" }, setCookies: [] });
      }
      expect((await api.get("profile")).status).toBe(200);
    },
  );

  it.each(unsafe)("$name: 403 ORIGIN_REJECTED from anywhere else", async ({ method, path }) => {
    const foreign = ["https://evil.example", "null", "http://localhost:3001", "https://localhost:3000"];
    for (const origin of [...foreign, "http://localhost.evil.example:3000"]) {
      const refused = await api.send(method, path, { headers: { origin }, json: {} });
      expect(refused).toMatchObject({ status: 403, error: { code: "ORIGIN_REJECTED" }, setCookies: [] });
    }
    for (const site of ["cross-site", "same-site"]) {
      const headers = { origin: "http://localhost:3000", "sec-fetch-site": site };
      expect((await api.send(method, path, { headers, json: {} })).error?.code).toBe("ORIGIN_REJECTED");
    }
    expect((await api.get("profile")).status).toBe(200);
  });
});

describe("who may call", () => {
  it.each(all.filter(({ access }) => access === "user" || access === "admin"))(
    "$name: 401 for nobody, for an ended and for a forged session",
    async ({ method, path }) => {
      const ended = api.another();
      await ended.signIn(await createUser(test));
      const old = new Map(ended.cookies);
      await ended.post("logout");
      for (const [name, value] of old) ended.cookies.set(name, value);
      const forged = api.another();
      const [header, payload] = (api.cookies.get("foyer_access") ?? "").split(".");
      forged.cookies.set("foyer_access", `${header}.${payload}.${"A".repeat(43)}`);
      const unsigned = api.another();
      const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
      unsigned.cookies.set("foyer_access", `${none}.${payload}.`);
      const tossed = api.another();
      const headers = { cookie: `foyer_access=planted; ${api.cookieHeader}` };
      for (const client of [api.another(), ended, forged, unsigned]) {
        const refused = await client.send(method, path, method === "GET" ? {} : { json: {} });
        expect(refused).toMatchObject({ status: 401, error: { code: "UNAUTHENTICATED" }, setCookies: [] });
      }
      expect((await tossed.send(method, path, { headers })).status).toBe(401);
    },
  );
});

describe("other methods and other paths", () => {
  it("405: names the methods that a path takes; an override changes nothing", async () => {
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

  it("404: answers unknown paths in the envelope", async () => {
    for (const path of ["nowhere", "login/", "LOGIN", "login;x", "..%2flogin", "%6cogin2", "__proto__", ""]) {
      expect(await api.post(path, {})).toMatchObject({ status: 404, error: { code: "NOT_FOUND" } });
    }
    expect(await api.get("/dashboard/nowhere")).toMatchObject({ status: 404 });
  });
});
