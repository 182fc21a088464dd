import { beforeEach, describe, expect, it } from "vitest";
import { createAccessRequest, createUser, strangeToken, testPassword } from "@/lib/testing/factories";
import { NativeClient } from "@/lib/testing/native-client";
import { type TestContext, testContext } from "@/lib/testing/test-context";
import { surfaces } from "./endpoints";
import { exampleId } from "./examples";
import { exampleAnswer, exampleAttestation } from "./passkey-examples";

/**
 * One acceptable body for every endpoint that takes one; the table below spoils it field by field. Named by the path,
 * and by the method where two share it.
 */
const bodies: Record<string, Record<string, unknown>> = {
  "/dashboard/auth/request-access": {
    name: "Jane Doe",
    email: "jane@company.com",
    organization: "Acme Inc",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    useCase: "Record usage.",
  },
  "/dashboard/auth/register": {
    name: "Jane Doe",
    email: "jane@company.com",
    password: "SecurePass1",
    organization: "Acme Inc",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    approvalToken: strangeToken(),
  },
  "/dashboard/auth/resend-verification-email": { email: "jane@company.com" },
  "/dashboard/auth/login": { email: "jane@company.com", password: "SecurePass1", code: "123456" },
  "/dashboard/auth/login/mfa-verify": { mfaTicket: strangeToken(), code: "123456" },
  "/dashboard/auth/login/passkey-options": {},
  "/dashboard/auth/login/passkey": { response: exampleAnswer },
  "/dashboard/auth/login/mfa-passkey-options": { mfaTicket: strangeToken() },
  "/dashboard/auth/login/mfa-passkey": { mfaTicket: strangeToken(), response: exampleAnswer },
  "/dashboard/auth/passkeys/registration-options": {},
  "/dashboard/auth/passkeys": { name: "Work laptop", response: exampleAttestation },
  "DELETE /dashboard/auth/passkeys/{id}": {},
  "/dashboard/auth/passkeys/{id}": { name: "Work laptop" },
  "/dashboard/auth/step-up/passkey-options": {},
  "/dashboard/auth/step-up/passkey": { response: exampleAnswer },
  "/dashboard/auth/refresh-token": {},
  "/dashboard/auth/logout": {},
  "/dashboard/auth/request-password-reset": { email: "jane@company.com" },
  "/dashboard/auth/reset-password": { token: strangeToken(), password: "NewSecurePass1" },
  "/dashboard/auth/change-password": { currentPassword: testPassword, newPassword: "EvenStronger2" },
  "/dashboard/auth/profile": { name: "Jo New", phone: "+49 30 1234567" },
  "/dashboard/auth/preferences": { preferredEnvironment: "production" },
  "/dashboard/auth/change-email": { newEmail: "new@company.com", currentPassword: testPassword },
  "/dashboard/auth/mfa/setup": {},
  "/dashboard/auth/mfa/enable": { code: "123456" },
  "/dashboard/auth/mfa/disable": { currentPassword: testPassword, code: "123456" },
  "/dashboard/auth/mfa/recovery-codes": {},
  "/dashboard/auth/sessions/{id}": {},
  "/dashboard/auth/sessions": {},
  "/dashboard/auth/identities/{id}": {},
  "/dashboard/auth/step-up": { password: testPassword },
  "/dashboard/auth/logout-everywhere": {},
  "/dashboard/auth/api-keys": { name: "ci-deploy", projectIds: [strangeToken()] },
  "/dashboard/auth/api-keys/revoke-all": {},
  "/dashboard/auth/api-keys/{id}": {},
  "/dashboard/auth/api-keys/{id}/rotate": { overlapHours: 24 },
  "/dashboard/auth/projects": { name: "Checkout", slug: "checkout" },
  "PATCH /dashboard/auth/projects/{id}": { name: "Checkout", slug: "checkout" },
  "DELETE /dashboard/auth/projects/{id}": {},
  "/dashboard/auth/projects/{id}/archive": {},
  "/dashboard/auth/projects/{id}/restore": {},
  "/dashboard/auth/not-me": { token: strangeToken() },
  "/dashboard/auth/mfa/reset": {},
  "/dashboard/auth/mfa/keep-by-link": { token: strangeToken() },
  "/dashboard/auth/account": { confirmation: "delete" },
  "/dashboard/auth/account/keep": {},
  "/dashboard/auth/account/keep-by-link": { token: strangeToken() },
  "/dashboard/admin/users/{id}/deactivate": { reason: "Left the company" },
  "/dashboard/admin/users/{id}/reactivate": {},
  "/dashboard/admin/users/{id}/role": { role: "reviewer" },
  "/dashboard/admin/users/{id}/resend-verification": {},
  "/dashboard/admin/users/{id}/sessions": {},
  "/dashboard/admin/users/sessions/{id}": {},
  "/dashboard/admin/users/api-keys/{id}": {},
  "/dashboard/admin/tenants/{id}": { plan: "PRO", production: "active" },
  "POST /dashboard/admin/users/{id}/reset-mfa": { reason: "Lost the phone" },
  "DELETE /dashboard/admin/users/{id}/reset-mfa": {},
  "/dashboard/auth/setup": { name: "Ana", email: "ana@company.com", password: "SecurePass1", organization: "Acme" },
  "/dashboard/auth/team": { name: "Acme" },
  "PATCH /dashboard/auth/team/members/{id}": { role: "admin" },
  "DELETE /dashboard/auth/team/members/{id}": {},
  "/dashboard/auth/team/leave": {},
  "/dashboard/auth/team/transfer-ownership": { memberId: exampleId },
  "/dashboard/auth/team/invitations": { email: "joe@company.com", role: "member" },
  "/dashboard/auth/team/invitations/{id}": {},
  "/dashboard/auth/team/invitations/{id}/resend": {},
  "/dashboard/auth/team/join": { token: strangeToken() },
  "/dashboard/auth/team/register": { token: strangeToken(), name: "Joe Doe", password: "SecurePass1" },
  "/dashboard/admin/mails/{id}/retry": {},
  "/dashboard/admin/mails/{id}/cancel": {},
  "/dashboard/admin/mails/test": {},
  "POST /dashboard/admin/webhooks": { url: "https://a.example/", description: "Sales", events: ["*"] },
  "PATCH /dashboard/admin/webhooks/{id}": { description: "Sales", isEnabled: false },
  "DELETE /dashboard/admin/webhooks/{id}": {},
  "/dashboard/admin/webhooks/{id}/rotate-secret": {},
  "/dashboard/admin/webhooks/{id}/test": {},
  "/dashboard/admin/webhooks/{id}/replay-failed": {},
  "/dashboard/admin/webhook-deliveries/{id}/replay": {},
  "/dashboard/admin/access-requests/{id}/approve": { note: "Welcome" },
  "/dashboard/admin/access-requests/{id}/reject": { reason: "Not now", notify: true },
  "/dashboard/admin/access-requests/{id}/undo": { version: 0 },
  "/dashboard/admin/access-requests/{id}/reopen": { version: 0 },
  "/dashboard/admin/access-requests/{id}/note": { note: "Met at the fair" },
  "/dashboard/admin/access-requests/{id}/resend": { version: 0 },
  "/dashboard/admin/access-requests/{id}/revoke": { version: 0 },
  "/dashboard/admin/access-requests/{id}/ask": { question: "Which models?" },
  "/dashboard/admin/access-rules": {
    ...{ name: "Partners", subject: "list", effect: "hold", patterns: ["acme.com"] },
  },
  "PATCH /dashboard/admin/access-rules/{id}": { name: "Partners" },
  "DELETE /dashboard/admin/access-rules/{id}": {},
  "/dashboard/admin/access-rules/reorder": { ids: [exampleId] },
  "/dashboard/admin/access-rules/dry-run": {},
};

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
      const isFitting = typeof wrong === typeof value || (field === "phone" && wrong === null);
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

const taking = surfaces.flatMap(({ base, endpoints }) =>
  endpoints
    .filter(({ method }) => method !== "get")
    .map((endpoint) => ({ ...endpoint, path: `${base}${endpoint.path}` })),
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
