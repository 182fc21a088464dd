import { beforeEach, describe, expect, it } from "vitest";
import { nativeApis } from "@/lib/api/apis";
import { acceptableBodies as bodies } from "@/tests/support/acceptable-bodies";
import { createAccessRequest, createUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const optional = new Set([
  "description",
  "isEnabled",
  "code",
  "phone",
  "approvalToken",
  "buyerMode",
  "organization",
  "note",
  "reason",
  "notify",
  "version",
  "name",
  "slug",
  "overlapHours",
  "plan",
  "production",
  "leaving",
]);
const wrongTypes = [null, 7, true, ["a"], { contains: "@" }, { not: "" }];
const emails = ["jane@company.com, evil@x.com", '"evil@x"@company.com', "jane＠company.com", "mıke@company.com"];
const badText = ["a\u0000b", "\ud800", "\udfff tail"];

interface Spoiled {
  what: string;
  json?: unknown;
  body?: BodyInit;
  type?: string;
  statuses: number[];
}

/** What must be refused of a body, whatever the endpoint. */
function spoil(body: Record<string, unknown>): Spoiled[] {
  const json = (what: string, value: unknown): Spoiled => ({ what, json: value, statuses: [400] });
  const raw = (what: string, text: BodyInit, statuses = [400], type = "application/json"): Spoiled => {
    return { what, body: text, type, statuses };
  };
  const whole = JSON.stringify(body);
  const inserted = (field: string) => `${whole.slice(0, -1)}${whole === "{}" ? "" : ","}${field}}`;
  const spoiled = [
    raw("broken JSON", "{"),
    raw("trailing garbage", `${whole} x`),
    raw("null", "null"),
    raw("an array", "[]"),
    raw("invalid UTF-8", new Uint8Array([123, 34, 255, 34, 58, 49, 125])),
    raw("65 KiB", inserted(`"padding":"${"x".repeat(65 * 1024)}"`), [413]),
    raw("a form", "email=jane%40company.com", [415], "application/x-www-form-urlencoded"),
    raw("JSON as text", whole, [415], "text/plain"),
    raw("__proto__", inserted('"__proto__":{"isAdmin":true}')),
    raw("a duplicate key", inserted('"twice":1,"twice":2')),
    raw("deep nesting", inserted(`"deep":${"[".repeat(5000)}${"]".repeat(5000)}`)),
  ];
  for (const field of ["role", "isAdmin", "tenantId", "constructor", "id", "status"]) {
    if (!(field in body)) spoiled.push(json(`unknown ${field}`, { ...body, [field]: "admin" }));
  }
  for (const [field, value] of Object.entries(body)) {
    if (!optional.has(field)) spoiled.push(json(`no ${field}`, { ...body, [field]: undefined }));
    for (const wrong of wrongTypes) {
      const isFitting = typeof wrong === typeof value || (["phone", "assigneeId"].includes(field) && wrong === null);
      if (!isFitting) spoiled.push(json(`${field} as ${JSON.stringify(wrong)}`, { ...body, [field]: wrong }));
    }
    if (typeof value !== "string") continue;
    for (const text of badText) spoiled.push(json(`${field} as ${JSON.stringify(text)}`, { ...body, [field]: text }));
    if (/password/i.test(field)) {
      for (const long of ["x".repeat(129), "🔑".repeat(129)])
        spoiled.push(json(`${field} of 129`, { ...body, [field]: long }));
    }
    if (/email/i.test(field)) {
      for (const email of emails) spoiled.push(json(`${field} as ${email}`, { ...body, [field]: email }));
    }
  }
  return spoiled;
}

async function snapshot({ ctx: { db } }: TestContext) {
  const [users, tenants, requests, sessions, tokens, changes, mails, tickets] = await Promise.all([
    db.user.findMany(),
    db.tenant.count(),
    db.accessRequest.findMany(),
    db.session.findMany({ where: { revokedAt: null } }),
    db.oneTimeToken.count(),
    db.emailChange.count(),
    db.mail.count(),
    db.loginTicket.count(),
  ]);
  return { users, tenants, requests, sessions, tokens, changes, mails, tickets };
}

const taking = nativeApis.flatMap(({ base, routes }) =>
  routes.filter(({ method }) => method !== "get").map((endpoint) => ({ ...endpoint, path: `${base}${endpoint.path}` })),
);

describe("what every endpoint refuses", () => {
  let test: TestContext;
  let api: NativeClient;
  let requestId = "";

  beforeEach(async () => {
    test = await testContext();
    const admin = await createUser(test, { isAdmin: true });
    api = new NativeClient(test);
    await api.signIn(admin);
    requestId = (await createAccessRequest(test)).id;
  });

  it.each(taking.map((endpoint) => ({ endpoint, name: `${endpoint.method.toUpperCase()} ${endpoint.path}` })))(
    "$name: a clear 4xx in the envelope, and nothing written",
    async ({ endpoint }) => {
      const body = bodies[`${endpoint.method.toUpperCase()} ${endpoint.path}`] ?? bodies[endpoint.path];
      if (!body) throw new Error(`${endpoint.path} needs an acceptable body in this table`);
      expect(endpoint.input.safeParse(body).success, "the unspoiled body is acceptable").toBe(true);
      const before = await snapshot(test);
      const hashed = test.hasher.hashed + test.hasher.verified;
      const path = endpoint.path.replace("{id}", requestId);
      const method = endpoint.method === "patch" ? "PATCH" : endpoint.method === "delete" ? "DELETE" : "POST";
      for (const { what, json, body: raw, type, statuses } of spoil(body)) {
        const sent = raw === undefined ? { json } : { body: raw, headers: { "content-type": type ?? "" } };
        const { status, error } = await api.send(method, path, sent);
        expect({ what, status }).toEqual({ what, status: statuses.find((known) => known === status) });
        if (status === 400) expect(Object.keys(error?.fieldErrors ?? {}), what).not.toEqual([]);
      }
      expect(await snapshot(test)).toEqual(before);
      expect(test.hasher.hashed + test.hasher.verified, "no password was hashed for it").toBe(hashed);
    },
  );
});
