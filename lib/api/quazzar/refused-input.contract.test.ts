import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, strangeToken } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { quazzar } from "./api";

/** One acceptable body for every route that takes one; it is spoiled field by field. */
const bodies: Record<string, Record<string, unknown>> = {
  "post /auth/login": { email: "jane@example.com", password: "your-password", totp_code: "123456" },
  "post /auth/register": {
    email: "jane@example.com",
    password: "secure-password-123",
    full_name: "Jane Developer",
    company_name: "Acme Corp",
  },
  "post /auth/logout": {},
  "post /auth/totp/provision": {},
  "post /auth/totp/verify": { code: "123456" },
  "delete /auth/totp": { code: "123456" },
  "post /auth/password-reset/request": { email: "jane@example.com" },
  "post /auth/password-reset/confirm": { token: strangeToken(), new_password: "new-secure-password-456" },
  "post /projects": { name: "Checkout", slug: "checkout" },
  "patch /projects/{id}": { name: "Checkout", slug: "checkout", is_archived: true },
  "delete /projects/{id}": {},
  "patch /users/me": { full_name: "Jane M. Developer", phone: "+1-555-0200" },
};

const optional = new Set(["totp_code", "phone", "slug"]);
const isPatch = (key: string) => key.startsWith("patch ");
const nullable = new Set(["phone"]);
const wrongTypes = [null, 7, true, ["a"], { contains: "@" }];
const badText = ["a\u0000b", "\ud800", "\udfff tail"];
const emails = ["jane@example.com, evil@x.com", "jane＠example.com", "mıke@example.com", "jane"];

interface Spoiled {
  what: string;
  body: BodyInit;
  type?: string;
  status: number;
}

function spoil(key: string, body: Record<string, unknown>): Spoiled[] {
  const whole = JSON.stringify(body);
  const inserted = (field: string) => `${whole.slice(0, -1)}${whole === "{}" ? "" : ","}${field}}`;
  const json = (what: string, value: unknown): Spoiled => ({ what, body: JSON.stringify(value), status: 422 });
  const raw = (what: string, text: BodyInit, status = 422): Spoiled => ({ what, body: text, status });
  const spoiled = [
    raw("broken JSON", "{"),
    raw("trailing garbage", `${whole} x`),
    raw("null", "null"),
    raw("an array", "[]"),
    raw("invalid UTF-8", new Uint8Array([123, 34, 255, 34, 58, 49, 125])),
    raw("65 KiB", inserted(`"padding":"${"x".repeat(65 * 1024)}"`), 413),
    { ...raw("a form", "email=jane%40example.com", 415), type: "application/x-www-form-urlencoded" },
    { ...raw("JSON as text", whole, 415), type: "text/plain" },
    raw("__proto__", inserted('"__proto__":{"is_active":true}')),
    raw("a duplicate key", inserted('"twice":1,"twice":2')),
    raw("deep nesting", inserted(`"deep":${"[".repeat(5000)}${"]".repeat(5000)}`)),
  ];
  for (const field of ["role", "is_active", "tenant_id", "email_verified", "constructor", "id"]) {
    spoiled.push(json(`unknown ${field}`, { ...body, [field]: "admin" }));
  }
  for (const [field, value] of Object.entries(body)) {
    if (!optional.has(field) && !isPatch(key)) spoiled.push(json(`no ${field}`, { ...body, [field]: undefined }));
    for (const wrong of wrongTypes) {
      if (typeof wrong === typeof value || (wrong === null && nullable.has(field))) continue;
      spoiled.push(json(`${field} as ${JSON.stringify(wrong)}`, { ...body, [field]: wrong }));
    }
    const texts = [...badText, ...(field === "email" ? emails : []), ...(field === "token" ? [] : ["x".repeat(2000)])];
    for (const text of texts) spoiled.push(json(`${field} as ${JSON.stringify(text)}`, { ...body, [field]: text }));
  }
  return spoiled;
}

async function snapshot({ ctx: { db } }: TestContext) {
  const [users, tenants, sessions, tokens, mails, enrolments, audit] = await Promise.all([
    db.user.findMany(),
    db.tenant.findMany(),
    db.session.findMany(),
    db.oneTimeToken.count(),
    db.mail.count(),
    db.totpEnrolment.count(),
    db.auditEvent.count(),
  ]);
  return { users, tenants, sessions, tokens, mails, enrolments, audit };
}

const taking = quazzar.routes
  .filter(({ method }) => method !== "get")
  .map((route) => ({ route, key: `${route.method} ${route.path}` }));

describe("what every route refuses", () => {
  let test: TestContext;
  let api: BearerClient;

  beforeEach(async () => {
    test = await testContext();
    api = new BearerClient(test, quazzar);
    api.token = (await signIn(test, await createUser(test), "quazzar")).session.accessToken;
  });

  it.each(taking)("$key: a clear 4xx in the envelope, and nothing written", async ({ route, key }) => {
    const body = bodies[key];
    if (!body) throw new Error(`${key} needs an acceptable body in this table`);
    expect(route.input.safeParse(body).success, "the unspoiled body is acceptable").toBe(true);
    const before = await snapshot(test);
    const hashed = test.hasher.hashed + test.hasher.verified;
    for (const { what, body: sent, type = "application/json", status } of spoil(key, body)) {
      const answer = await api.hono.request(`http://localhost:3000${quazzar.base}${route.path}`, {
        method: route.method.toUpperCase(),
        headers: { "content-type": type, authorization: `Bearer ${api.token}` },
        body: sent,
      });
      expect({ what, status: answer.status }).toEqual({ what, status });
      expect(quazzar.errorSchema.safeParse(await answer.json()).error?.issues, what).toBeUndefined();
    }
    expect(await snapshot(test)).toEqual(before);
    expect(test.hasher.hashed + test.hasher.verified, "no password was hashed for it").toBe(hashed);
  });

  it.each(quazzar.routes.filter(({ access }) => access !== "public").map((route) => ({ route, path: route.path })))(
    "401 before anything of the body is looked at: $route.method $path",
    async ({ route }) => {
      const method = route.method.toUpperCase() as "GET" | "POST" | "PATCH" | "DELETE";
      const answer = await api.send(method, route.path, {
        token: null,
        ...(method === "GET" ? {} : { json: { a: 1 } }),
      });
      expect(answer).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    },
  );
});
