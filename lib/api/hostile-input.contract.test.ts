import { describe, expect, it } from "vitest";
import { createLog } from "@/lib/platform/log";
import { acceptableBodies } from "@/tests/support/acceptable-requests";
import { createUser, signIn } from "@/tests/support/factories";
import { byteMutations } from "@/tests/support/fuzz/mutate-text";
import { fuzz } from "@/tests/support/fuzz/run";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createApi } from "./create-api";

const origin = "http://localhost:3000";
const logIn = { email: "jane@company.com", password: "SecurePass1" };
const doors = [
  "/dashboard/auth/login",
  "/compat/balance/dashboard/auth/login",
  "/compat/panguard/api/auth/login",
  "/compat/quazzar/auth/login",
];

function caller(test: TestContext) {
  const api = createApi(test.app);
  return (path: string, init: RequestInit = {}) => api.fetch(new Request(`${origin}${path}`, init));
}

function posted(body: BodyInit, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    duplex: "half",
  } as RequestInit;
}

async function isRefused(response: Response, statuses: number[]): Promise<void> {
  expect(statuses, await response.clone().text()).toContain(response.status);
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
}

describe("hostile input", () => {
  it("rejects invalid bytes and characters in bodies, paths, queries, cookies and headers", async () => {
    const test = await testContext();
    const ask = caller(test);
    for (const door of doors) {
      for (const spoil of byteMutations) {
        const bytes = spoil(JSON.stringify(logIn));
        // Ignores a byte order mark (RFC 8259 section 8.1).
        await isRefused(await ask(door, posted(bytes)), bytes[0] === 0xef ? [401] : [400, 413, 422]);
      }
      for (const text of ["jane\u0000@company.com", "\ud800@company.com", "\ufeff\u0000"]) {
        await isRefused(await ask(door, posted(JSON.stringify({ ...logIn, email: text }))), [400, 422]);
      }
    }
    for (const id of ["%00", "%ff", "%c0%80", "%zz", "\u0000".concat("x")]) {
      await isRefused(await ask(`/dashboard/auth/projects/${encodeURI(id)}`), [401, 404]);
      await isRefused(await ask(`/dashboard/auth/verify?token=${id}`), [400]);
      await isRefused(await ask(`/compat/balance/dashboard/auth/verify?token=${id}`), [400]);
    }
    for (const value of ["\u00ff", "%00", "..", "a.b.c", "x".repeat(8_192)]) {
      await isRefused(await ask("/dashboard/auth/profile", { headers: { cookie: `foyer_access=${value}` } }), [401]);
      await isRefused(await ask("/compat/quazzar/users/me", { headers: { authorization: `Bearer ${value}` } }), [401]);
    }
  });

  it("reads at most 64 KiB of a body, and no compressed one", async () => {
    const ask = caller(await testContext());
    const endless = () => {
      let sent = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1;
          if (sent > 20) throw new Error("More was read than is allowed");
          controller.enqueue(new Uint8Array(8 * 1024).fill(0x20));
        },
      });
    };
    for (const door of doors) {
      await isRefused(await ask(door, posted(" ".repeat(64 * 1024 + 1))), [413]);
      await isRefused(await ask(door, posted(endless())), [413]);
      await isRefused(await ask(door, posted("x", { "content-encoding": "gzip" })), [415]);
    }
  });

  it("rejects deep, wide, duplicate and odd JSON", async () => {
    const ask = caller(await testContext());
    const deep = (depth: number) => `{"deep":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const wide = `{${Array.from({ length: 5_000 }, (_, index) => `"${index}":1`).join(",")}}`;
    const whole = JSON.stringify(logIn);
    const added = (field: string) => `${whole.slice(0, -1)},${field}}`;
    const texts = [
      deep(17),
      deep(10_000),
      wide,
      "",
      "null",
      "[]",
      "1",
      '"x"',
      `${whole}x`,
      `${whole}${whole}`,
      `\ufeff\u0000${whole}`,
      ...['"x":1e999', '"x":-0', '"x":1e308', '"email":"a@b.example"', '"__proto__":{"isAdmin":true}'].map(added),
      ...['"constructor":{"prototype":{}}', '"x":NaN', '"x":01'].map(added),
    ];
    for (const door of doors) {
      for (const text of texts) await isRefused(await ask(door, posted(text)), [400, 422]);
    }
  });

  it("rejects passwords that are too long without hashing them", async () => {
    const test = await testContext();
    const ask = caller(test);
    const passwords = ["x".repeat(1_025), "🔑".repeat(129), "x".repeat(60_000)];
    for (const door of doors) {
      for (const password of passwords) {
        await isRefused(await ask(door, posted(JSON.stringify({ ...logIn, password }))), [400, 413, 422]);
      }
      await isRefused(await ask(door, posted(JSON.stringify({ ...logIn, password: "x".repeat(2 ** 20) }))), [413]);
    }
    expect(test.hasher.hashed + test.hasher.verified).toBe(0);
  });

  it("treats malformed headers as missing credentials", async () => {
    const ask = caller(await testContext());
    const cookies = ["=", ";;;", "foyer_access", "foyer_access=%zz", "a=b; ".repeat(500), `x=${"y".repeat(16_000)}`];
    const authorizations = [
      "Bearer",
      "Bearer %",
      "Bearer ",
      "Basic Og==",
      "bearer a.b.c",
      `Bearer ${"x".repeat(8_192)}`,
    ];
    for (const cookie of cookies) await isRefused(await ask("/dashboard/auth/profile", { headers: { cookie } }), [401]);
    for (const authorization of authorizations) {
      for (const path of ["/dashboard/auth/profile", "/compat/quazzar/users/me", "/compat/panguard/api/auth/me"]) {
        await isRefused(await ask(path, { headers: { authorization } }), [401]);
      }
    }
    for (const language of ["x".repeat(8_192), "de;q=NaN", "\u00ff", "*;q=-1,,,"]) {
      await isRefused(await ask("/dashboard/auth/profile", { headers: { "accept-language": language } }), [401]);
    }
  });
});

const canary = "Canary7KLm93pQzVx81bNcWt55";

describe("the server log", () => {
  async function sendEverywhere(spoil: (body: Record<string, unknown>) => Record<string, unknown>) {
    const lines: string[] = [];
    const test = await testContext();
    const app = { ...test.app, log: createLog("trace", { write: (line: string) => void lines.push(line) }) };
    const { session } = await signIn(test, await createUser(test, { isAdmin: true }));
    const api = createApi(app);
    const answers: string[] = [];
    for (const [named, body] of Object.entries(acceptableBodies)) {
      const [method, path] = named.split(" ");
      const text = JSON.stringify(spoil(body));
      const headers = {
        cookie: `foyer_access=${session.accessToken}`,
        "x-pacspace-csrf": "1",
        "content-type": "application/json",
        "user-agent": 'x\\r\\n{"level":"fatal"}',
      };
      const answer = await api.request(`${origin}${path}`, { method, headers, body: text });
      answers.push(await answer.text());
      app.log.error({ body: spoil(body), ...spoil(body), err: new Error("a fault") }, "as if it had failed");
    }
    const { rows } = await test.database.pool.query<{ text: string }>("SELECT one::text AS text FROM audit_events one");
    return { answers, lines, audit: rows.map(({ text }) => text) };
  }

  it("never repeats a secret in a log line, an audit event or an answer", async () => {
    const secrets = /password|token|ticket|^code$|secret/i;
    const { answers, audit, lines } = await sendEverywhere((body) =>
      Object.fromEntries(Object.entries(body).map(([name, value]) => [name, secrets.test(name) ? canary : value])),
    );
    expect(lines.length).toBeGreaterThan(50);
    for (const text of [...answers, ...audit, ...lines]) expect(text).not.toContain(canary);
  });

  it("writes one log line for text with line breaks and escapes", async () => {
    const forged = '\u001b[31mred\r\n{"level":"fatal","msg":"forged"}\u2028\u0085';
    const { lines } = await sendEverywhere((body) =>
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, typeof value === "string" ? forged : value]),
      ),
    );
    for (const line of lines) {
      expect(line.indexOf("\n")).toBe(line.length - 1);
      expect(line).not.toContain("\u001b");
      expect(JSON.parse(line)).toMatchObject({ level: expect.not.stringMatching(/^fatal$/) });
    }
  });
});

it("answers 300 generated requests as documented, and writes nothing for rejected ones", async () => {
  const { figures, failures, operations } = await fuzz(await testContext(), { runs: 300, seed: 20_260_302 });
  expect(failures).toEqual([]);
  expect(operations).toBeGreaterThan(150);
  expect([...figures.keys()].sort()).toEqual(["balance", "pacspace", "pandora", "panguard", "quazzar"]);
});
