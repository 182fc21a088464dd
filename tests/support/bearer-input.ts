import { beforeEach, describe, expect, it } from "vitest";
import type { Api } from "@/lib/api/http/api";
import type { Audience } from "@/lib/core/sessions/audiences";
import { BearerClient, type Method } from "./bearer-client";
import { createUser, signIn } from "./factories";
import { type TestContext, testContext } from "./test-context";

export type Bodies = Record<string, Record<string, unknown>>;

interface Mutated {
  what: string;
  body: BodyInit;
  type: string;
  status: number;
}

const wrongTypes = [null, 7, true, ["a"], { contains: "@" }, { not: "" }];
const badText = ["a\u0000b", "\ud800", "\udfff tail"];

function mutate(body: Record<string, unknown>, optional: ReadonlySet<string>): Mutated[] {
  const whole = JSON.stringify(body);
  const raw = (what: string, text: BodyInit, status = 400, type = "application/json"): Mutated => {
    return { what, body: text, status, type };
  };
  const json = (what: string, value: unknown): Mutated => raw(what, JSON.stringify(value));
  const inserted = (field: string) => `${whole.slice(0, -1)}${whole === "{}" ? "" : ","}${field}}`;
  const mutated = [
    raw("broken JSON", "{"),
    raw("trailing garbage", `${whole} x`),
    raw("null", "null"),
    raw("an array", "[]"),
    raw("invalid UTF-8", new Uint8Array([123, 34, 255, 34, 58, 49, 125])),
    raw("65 KiB", inserted(`"padding":"${"x".repeat(65 * 1024)}"`), 413),
    raw("a form", "email=jane%40company.com", 415, "application/x-www-form-urlencoded"),
    raw("__proto__", inserted('"__proto__":{"isAdmin":true}')),
    raw("a duplicate key", inserted('"twice":1,"twice":2')),
    raw("deep nesting", inserted(`"deep":${"[".repeat(5000)}${"]".repeat(5000)}`)),
    ...["role", "isAdmin", "tenantId", "id"].map((field) => json(`unknown ${field}`, { ...body, [field]: "admin" })),
  ];
  for (const [field, value] of Object.entries(body)) {
    if (!optional.has(field)) mutated.push(json(`no ${field}`, { ...body, [field]: undefined }));
    for (const wrong of wrongTypes) mutated.push(json(`${field} as ${wrong}`, { ...body, [field]: wrong }));
    // Tokens with odd characters are answered like unknown ones; passwords may contain NUL.
    for (const text of badText) {
      if (typeof value !== "string" || (/password/i.test(field) && text.isWellFormed())) continue;
      mutated.push(json(`${field} as ${JSON.stringify(text)}`, { ...body, [field]: text }));
    }
  }
  return mutated;
}

async function written({ ctx: { db } }: TestContext) {
  const [users, tenants, sessions, tokens, mails, tickets, enrolments] = await Promise.all([
    db.user.findMany(),
    db.tenant.count(),
    db.session.findMany({ where: { revokedAt: null } }),
    db.oneTimeToken.count(),
    db.mail.count(),
    db.loginTicket.count(),
    db.totpEnrolment.count(),
  ]);
  return { users, tenants, sessions, tokens, mails, tickets, enrolments };
}

/**
 * Declares a test per route with a body: each mutation is answered 4xx in the API's envelope, hashes and writes
 * nothing.
 */
export function describeRefusedInput(
  definition: Api,
  audience: Audience,
  bodies: Bodies,
  optional: readonly string[] = [],
): void {
  describe("invalid input", () => {
    let test: TestContext;
    let api: BearerClient;

    beforeEach(async () => {
      test = await testContext();
      api = new BearerClient(test, definition);
      api.token = (await signIn(test, await createUser(test), audience)).session.accessToken;
    });

    const taking = definition.routes.filter(({ method }) => method !== "get");
    it.each(taking.map(({ method, path, input }) => ({ method, path, input })))(
      "$method $path answers 4xx in the envelope and writes nothing",
      async ({ method, path, input }) => {
        const body = bodies[path];
        if (!body) throw new Error(`${path} needs an acceptable body in this table`);
        expect(input.safeParse(body).success, "the body is valid").toBe(true);
        const before = await written(test);
        const hashed = test.hasher.hashed + test.hasher.verified;
        for (const { what, body: sent, type, status } of mutate(body, new Set(optional))) {
          const answer = await api.send(method.toUpperCase() as Method, path, {
            body: sent,
            headers: { "content-type": type },
          });
          expect({ what, status: answer.status }).toEqual({ what, status });
        }
        expect(await written(test)).toEqual(before);
        expect(test.hasher.hashed + test.hasher.verified, "no password was hashed for it").toBe(hashed);
      },
    );
  });
}

/** Declares tests of the limits per client address (POST routes, by path) and per token (`securedPath`). */
export function describeLimits(
  definition: Api,
  audience: Audience,
  points: [path: string, points: number][],
  securedPath: string,
): void {
  describe("limits", () => {
    it.each(points)("%s allows %i requests a minute and reports it in headers, also on errors", async (path, most) => {
      const test = await testContext({ limits: "counting" });
      const api = new BearerClient(test, definition);
      const first = await api.post(path, {});
      expect(first.status).toBe(400);
      expect(first.headers.get("x-ratelimit-limit")).toBe(String(most));
      expect(first.headers.get("x-ratelimit-remaining")).toBe(String(most - 1));
      for (let count = 1; count < most; count += 1) expect((await api.post(path, {})).status).toBe(400);
      const limited = await api.post(path, {});
      expect(limited.status).toBe(429);
      expect(limited.headers.get("x-ratelimit-remaining")).toBe("0");
      test.clock.advance({ seconds: Number(limited.headers.get("retry-after")) });
      expect((await api.post(path, {})).status).toBe(400);
    });

    it("allows 120 requests a minute per token, from all addresses together", async () => {
      const test = await testContext({ limits: "counting" });
      const api = new BearerClient(test, definition);
      api.token = (await signIn(test, await createUser(test), audience)).session.accessToken;
      const statuses = new Set<number>();
      for (let count = 0; count < 120; count += 1) {
        statuses.add((await api.get(securedPath, { headers: { "x-forwarded-for": `203.0.113.${count}` } })).status);
      }
      expect([...statuses]).toEqual([200]);
      const limited = await api.get(securedPath);
      expect(limited.status).toBe(429);
      expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    });
  });
}
