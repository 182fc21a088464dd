import { describe, expect, it } from "vitest";
import { acceptableBodies } from "@/tests/support/acceptable-requests";
import { type ApiRoute, allRoutes } from "@/tests/support/api-routes";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn } from "@/tests/support/factories";
import { digests } from "@/tests/support/inhabited";
import { NativeClient } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import type { Api } from "./http/api";

const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const wrongTypes = [null, 7, true, ["a"], { contains: "@" }, { not: "" }];
const badTexts = ["a\u0000b", "\ud800", "\udfff tail"];
const badEmails = ["jane@company.com, evil@x.com", '"evil@x"@company.com', "jane＠company.com", "mıke@company.com"];
const longPasswords = ["x".repeat(129), "🔑".repeat(129)];
const foreignFields = ["role", "isAdmin", "is_active", "tenantId", "email_verified", "constructor", "id", "status"];

interface Spoiled {
  what: string;
  body: BodyInit;
  type?: string;
  status: number;
}

function spoil({ api, route }: ApiRoute, body: Record<string, unknown>): Spoiled[] {
  const accepts = (value: unknown) => route.input.safeParse(value).success;
  const invalid = api.errorOf({ code: "validation_failed" }, "").status;
  const whole = JSON.stringify(body);
  const inserted = (field: string) => `${whole.slice(0, -1)}${whole === "{}" ? "" : ","}${field}}`;
  const raw = (what: string, text: BodyInit, status = invalid): Spoiled => ({ what, body: text, status });
  const withField = (field: string, value: unknown) =>
    raw(`${field} as ${JSON.stringify(value)?.slice(0, 40)}`, JSON.stringify({ ...body, [field]: value }));
  const spoiled = [
    raw("broken JSON", "{"),
    raw("trailing garbage", `${whole} x`),
    raw("null", "null"),
    raw("an array", "[]"),
    raw("invalid UTF-8", new Uint8Array([123, 34, 255, 34, 58, 49, 125])),
    raw("65 KiB", inserted(`"padding":"${"x".repeat(65 * 1024)}"`), 413),
    { ...raw("a form", "email=jane%40company.com", 415), type: "application/x-www-form-urlencoded" },
    { ...raw("JSON as text", whole, 415), type: "text/plain" },
    raw("__proto__", inserted('"__proto__":{"isAdmin":true}')),
    raw("a duplicate key", inserted('"twice":1,"twice":2')),
    raw("deep nesting", inserted(`"deep":${"[".repeat(5000)}${"]".repeat(5000)}`)),
    ...foreignFields
      .filter((field) => !accepts({ ...body, [field]: "admin" }) && !(field in body))
      .map((field) => withField(field, "admin")),
  ];
  for (const [field, value] of Object.entries(body)) {
    const { [field]: _left, ...rest } = body;
    if (!accepts(rest)) spoiled.push(raw(`no ${field}`, JSON.stringify(rest)));
    for (const wrong of wrongTypes) {
      const mayFit = typeof wrong === typeof value || (wrong === null && accepts({ ...body, [field]: null }));
      if (!mayFit) spoiled.push(withField(field, wrong));
    }
    if (typeof value !== "string") continue;
    const texts = [
      ...badTexts,
      ...(/password/i.test(field) ? longPasswords : []),
      ...(/email/i.test(field) ? badEmails : []),
      ...(/token|ticket/i.test(field) ? [] : ["x".repeat(20_000)]),
    ];
    for (const text of texts) spoiled.push(withField(field, text));
  }
  return spoiled;
}

async function clientOf(test: TestContext, api: Api): Promise<NativeClient | BearerClient> {
  const admin = await createUser(test, { isAdmin: true });
  if (api.usesCookies) {
    const client = new NativeClient(test);
    await client.signIn(admin);
    return client;
  }
  if (api.name === "pandora") await ownedBy(test, admin.id);
  const client = new BearerClient(test, api);
  client.token = (await signIn(test, admin, api.name)).session.accessToken;
  return client;
}

describe("invalid input", () => {
  it.each(allRoutes.filter(({ method }) => method !== "GET"))(
    "is answered with a clear 4xx, writes nothing and hashes nothing: $name",
    async (one) => {
      const { api, method, name, path, route } = one;
      const body = acceptableBodies[name] ?? {};
      expect(route.input.safeParse(body).success, "the unspoiled body is accepted").toBe(true);
      const test = await testContext();
      const client = await clientOf(test, api);
      const before = await digests(test);
      const hashed = test.hasher.hashed + test.hasher.verified;
      const target = (api.usesCookies ? path : route.path).replace("{id}", unknownId);
      for (const { what, body: sent, type = "application/json", status } of spoil(one, body)) {
        const answer = await client.send(method, target, { body: sent, headers: { "content-type": type } });
        expect({ what, status: answer.status }).toEqual({ what, status });
        if ("error" in answer && status === 400) {
          expect(Object.keys(answer.error?.fieldErrors ?? {}), what).not.toEqual([]);
        }
      }
      expect(await digests(test)).toEqual(before);
      expect(test.hasher.hashed + test.hasher.verified).toBe(hashed);
    },
  );
});
