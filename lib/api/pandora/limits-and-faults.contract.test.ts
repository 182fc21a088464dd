import { describe, expect, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { BearerClient } from "@/tests/support/bearer-client";
import { ownerPassword, setUpPandora } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { pandora } from "./api";

const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
const bodies: Record<string, Record<string, string>> = {
  "/api/auth/setup": { password: ownerPassword, setupToken: "t" },
  "/api/auth/login": { password: ownerPassword, code: "123456" },
  "/api/auth/refresh": { refreshToken: "nonsense" },
  "/api/auth/logout": {},
  "/api/auth/change-password": { currentPassword: ownerPassword, newPassword: "an even better secret" },
  "/api/auth/sessions": {},
  "/api/auth/sessions/{id}": {},
};

describe("limits, as the document's table has them", () => {
  it.each([
    ["setup", 3],
    ["login", 5],
    ["refresh", 10],
    ["change-password", 3],
  ])("%s: %i a minute and address, also for what is refused", async (name, points) => {
    const test = await testContext({ limits: "counting" });
    await setUpPandora(new BearerClient(test, pandora));
    const api = new BearerClient(test, pandora);
    const path = `/api/auth/${name}`;
    for (let count = 1; count <= points; count += 1) {
      const answer = await api.post(path, {}, from("203.0.113.9"));
      expect(answer.status).not.toBe(429);
      expect(answer.headers.get("x-ratelimit-limit")).toBe(String(points));
      expect(answer.headers.get("x-ratelimit-remaining")).toBe(String(points - count));
    }
    const limited = await api.post(path, bodies[path], from("203.0.113.9"));
    expect(limited).toMatchObject({ status: 429, body: { error: "rate_limited" } });
    expect(limited.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await api.post(path, {}, from("203.0.113.10"))).status).not.toBe(429);
    test.clock.advance({ seconds: Number(limited.headers.get("retry-after")) });
    expect((await api.post(path, {}, from("203.0.113.9"))).status).not.toBe(429);
  });

  it("120 a minute for a session, wherever it comes from", async () => {
    const api = new BearerClient(await testContext({ limits: "counting" }), pandora);
    await setUpPandora(api);
    for (let count = 0; count < 120; count += 1) {
      expect((await api.get("/api/auth/sessions", from(`203.0.113.${count}`))).status).toBe(200);
    }
    expect((await api.get("/api/auth/sessions")).status).toBe(429);
  });
});

describe("faults", () => {
  it("500 internal_error: without detail", async () => {
    const test = await testContext();
    await setUpPandora(new BearerClient(test, pandora));
    test.log.expectProblems();
    const hasher = { ...test.hasher, verify: () => Promise.reject(new Error("secret detail")) };
    const broken = new BearerClient({ ...test, app: { ...test.app, hasher } }, pandora);
    const fault = await broken.post("/api/auth/login", { password: ownerPassword });
    expect(fault).toMatchObject({ status: 500, body: { error: "internal_error" } });
    expect(JSON.stringify(test.log.problems)).not.toContain(ownerPassword);
  });

  it("attack 106: 404 when it is switched off, as JSON that nobody stores", async () => {
    const test = await testContext({ config: { compatApis: [] } });
    for (const path of ["/compat/pandora", "/compat/nowhere", "/compat", "/elsewhere"]) {
      const answer = await createApi(test.app).request(`http://localhost:3000${path}`);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await answer.json()).toEqual({ error: "not_found" });
    }
  });
});

async function snapshot({ ctx: { db } }: TestContext) {
  const [users, sessions, mails, tickets] = await Promise.all([
    db.user.findMany(),
    db.session.findMany(),
    db.mail.count(),
    db.loginTicket.count(),
  ]);
  return { users, sessions, mails, tickets };
}

/** What must be refused of a body, whatever the route: text, status, media type. */
function spoil(body: Record<string, string>): [string, number, string?][] {
  const whole = JSON.stringify(body);
  const adding = (member: string) => `${whole.slice(0, -1)}${whole === "{}" ? "" : ","}${member}}`;
  const fields = Object.keys(body).flatMap((field): [string, number][] =>
    [null, 7, true, ["a"], { a: 1 }, "a\u0000b", "\ud800"].map((value) => [
      JSON.stringify({ ...body, [field]: value }),
      400,
    ]),
  );
  return [
    ["{", 400],
    [`${whole} x`, 400],
    ["[]", 400],
    ["null", 400],
    [adding('"isAdmin":true'), 400],
    [adding('"__proto__":{"a":1}'), 400],
    [adding('"twice":1,"twice":2'), 400],
    [adding(`"padding":"${"x".repeat(65 * 1024)}"`), 413],
    [whole, 415, "text/plain"],
    ...fields,
  ];
}

it("refuses spoiled bodies of every route with a 4xx in the envelope, and writes nothing", async () => {
  const test = await testContext();
  const client = new BearerClient(test, pandora);
  const { token } = await setUpPandora(client);
  const before = await snapshot(test);
  const hashed = test.hasher.hashed + test.hasher.verified;
  for (const { method, path, input } of pandora.routes.filter((route) => route.method !== "get")) {
    const body = bodies[path];
    if (!body) throw new Error(`${path} needs an acceptable body in this table`);
    expect(input.safeParse(body).success, path).toBe(true);
    for (const [text, status, type = "application/json"] of spoil(body)) {
      const response = await client.hono.request(`http://localhost:3000/compat/pandora${path.replace("{id}", "x")}`, {
        method: method.toUpperCase(),
        headers: { "content-type": type, authorization: `Bearer ${token}` },
        body: text,
      });
      expect(response.status, `${method} ${path} ${text.slice(0, 80)}`).toBe(status);
      expect(pandora.errorSchema.safeParse(await response.json()).success).toBe(true);
    }
  }
  expect(await snapshot(test)).toEqual(before);
  expect(test.hasher.hashed + test.hasher.verified, "no password was hashed for it").toBe(hashed);
});
