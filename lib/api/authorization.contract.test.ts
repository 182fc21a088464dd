import { beforeEach, describe, expect, it } from "vitest";
import { bodyOf, guardedBody, realIdIn } from "@/tests/support/acceptable-requests";
import { type Declared, declaredBearer, declaredNative } from "@/tests/support/declared-access";
import { type Credential, digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { type Method, NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";
import { dialects } from "./compat";
import { createApi } from "./create-api";
import { surfaces } from "./pacspace/endpoints";

const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";

const endpoints = surfaces.flatMap(({ base, endpoints }) =>
  endpoints.map((endpoint) => ({ ...endpoint, name: `${endpoint.method.toUpperCase()} ${base}${endpoint.path}` })),
);

let world: Inhabited;
let api: NativeClient;

/** Accepted by whoever may call, and refused as input: nothing is done by it. */
async function knock(name: string, who: Credential): Promise<string> {
  return call(name, who, realIdIn(name, world), { "no-such-field": 1 });
}

async function call(name: string, who: Credential, id: string, json: unknown): Promise<string> {
  const [method = "", path = ""] = name.split(" ");
  const isRead = method === "GET";
  const query = isRead && json !== undefined ? "?no-such-field=1" : "";
  const sent = { headers: { ...who }, ...(isRead ? {} : { json }) };
  const { status, error } = await api.send(method as Method, `${path.replace("{id}", id)}${query}`, sent);
  return `${status}${error ? ` ${error.code}` : ""}`;
}

/** They ask for more than a fresh proof, and say that first. */
const otherwise: Record<string, string> = {
  "POST /dashboard/auth/mfa/disable": "409 MFA_NOT_ENABLED",
  "POST /dashboard/auth/mfa/recovery-codes": "409 MFA_NOT_ENABLED",
  "DELETE /dashboard/auth/account": "401 INVALID_CREDENTIALS",
  "POST /dashboard/auth/change-password": "401 INVALID_CREDENTIALS",
};

const passes = "400 VALIDATION_FAILED";
const strangers = "401 UNAUTHENTICATED";
const forbidden = "403 FORBIDDEN";

/** What each kind of caller is told by each kind of endpoint. */
const answers = {
  nobody: { anybody: passes, person: strangers, "person-or-key": strangers, reviewer: strangers, admin: strangers },
  person: { anybody: passes, person: passes, "person-or-key": passes, reviewer: forbidden, admin: forbidden },
  reviewer: { anybody: passes, person: passes, "person-or-key": passes, reviewer: passes, admin: forbidden },
  admin: { anybody: passes, person: passes, "person-or-key": passes, reviewer: passes, admin: passes },
  key: {
    ...{ anybody: passes, person: "403 API_KEY_NOT_ALLOWED", "person-or-key": passes },
    ...{ reviewer: "403 API_KEY_NOT_ALLOWED", admin: "403 API_KEY_NOT_ALLOWED" },
  },
} as const;

/** Where the answer is not the expected one. Whoever is refused is refused with everything right but the caller. */
async function deviations(who: Credential, expected: (typeof answers)[keyof typeof answers]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, access } of declaredNative) {
    const isRefused = expected[access] !== passes;
    const answer = await (isRefused ? call(name, who, realIdIn(name, world), bodyOf(name)) : knock(name, who));
    if (answer !== expected[access]) found.push(`${name}: ${answer}, not ${expected[access]}`);
  }
  return found;
}

describe("the table of who may call what", () => {
  it("attack 109: has a line for every endpoint of the code, no more and no less", () => {
    expect(endpoints.map(({ name }) => name).sort()).toEqual(declaredNative.map(({ name }) => name).sort());
    const routes = dialects.flatMap(({ base, routes }) =>
      routes.map(({ method, path }) => `${method.toUpperCase()} ${base}${path}`),
    );
    expect(routes.sort()).toEqual(declaredBearer.map(({ name }) => name).sort());
  });

  it("attack 109: has a line for everything that is mounted and for everything that the documents name", async () => {
    const { app } = await testContext();
    const api = createApi(app);
    const mounted = api.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace(":id", "{id}")}`);
    const documents = mounted.filter((name) => name.endsWith("/openapi.json"));
    const declared = [...declaredNative, ...declaredBearer].map(({ name }) => name);
    // The base of Pandora is one place, with a trailing slash and without.
    const served = new Set(mounted.filter((name) => !documents.includes(name) && name !== "GET /compat/pandora/"));
    expect([...served].sort()).toEqual([...declared].sort());
    const documented: string[] = [];
    for (const name of documents) {
      const answer = await api.request(`http://localhost:3000${name.split(" ")[1]}`);
      const { paths } = (await answer.json()) as { paths: Record<string, object> };
      for (const [path, item] of Object.entries(paths)) {
        for (const method of Object.keys(item)) documented.push(`${method.toUpperCase()} ${path}`);
      }
    }
    expect(documented.sort()).toEqual(declared.sort());
  });

  it("attack 109: says of each endpoint that it asks for a fresh proof where the code does", () => {
    const fresh = endpoints.filter(({ refusals }) => refusals.includes("step_up_required")).map(({ name }) => name);
    const declared = declaredNative.filter(({ isFresh }) => isFresh).map(({ name }) => name);
    expect(fresh.sort()).toEqual(declared.sort());
  });

  it("attack 109: says of every id whose it is", () => {
    const isSaid = ({ name, whose }: Declared) => name.includes("{id}") === (whose !== "nobody");
    expect([...declaredNative, ...declaredBearer].filter((line) => !isSaid(line))).toEqual([]);
  });
});

describe("every endpoint of the native API", { timeout: 180_000 }, () => {
  beforeEach(async () => {
    world = await inhabited();
    api = new NativeClient(world.test);
  });

  it("attack 40, 109, 114, 115: refuses nobody and all that must not pass for somebody, and does nothing", async () => {
    const before = await digests(world.test);
    for (const [who, credential] of Object.entries(world.nobodies)) {
      expect({ who, deviations: await deviations(credential, answers.nobody) }).toEqual({ who, deviations: [] });
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 109, 114, 117: refuses each caller what is not for them, and does nothing", async () => {
    const callers = [
      ["owner", world.owns, answers.person],
      ["member", world.member, answers.person],
      ["another tenant", world.stranger, answers.person],
      ["reviewer", world.reviewer, answers.reviewer],
      ["admin", world.admin, answers.admin],
      ["admin with an old proof", world.staleAdmin, answers.admin],
    ] as const;
    const before = await digests(world.test);
    for (const [who, credential, expected] of callers) {
      expect({ who, deviations: await deviations(credential, expected) }).toEqual({ who, deviations: [] });
    }
    expect(await digests(world.test)).toEqual(before);
    // The first use of a key in a minute is noted, whatever it is used for.
    const { audit_events: _noted, ...rest } = before;
    expect(await deviations(world.key, answers.key)).toEqual([]);
    expect(await digests(world.test)).toMatchObject(rest);
  });

  it("attack 75, 109, 110: answers an id of somebody else's as one that nobody has, and does nothing", async () => {
    const before = await digests(world.test);
    const found: string[] = [];
    for (const { name, whose } of declaredNative) {
      if (whose !== "own" && whose !== "tenant") continue;
      const others =
        whose === "own" ? { stranger: world.stranger, member: world.member } : { stranger: world.stranger };
      for (const [who, credential] of Object.entries({ ...others, admin: world.admin })) {
        const body = bodyOf(name);
        const foreign = await call(name, credential, realIdIn(name, world), body);
        const unknown = await call(name, credential, unknownId, body);
        const odd = await call(name, credential, encodeURIComponent("1 OR 1=1"), body);
        if (!/^404 \w+_NOT_FOUND$/.test(foreign) || foreign !== unknown || foreign !== odd) {
          found.push(`${name} by ${who}: ${foreign}, ${unknown}, ${odd}`);
        }
      }
    }
    expect(found).toEqual([]);
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 109: gives a member of the tenant nothing that its owner decides", async () => {
    const before = await digests(world.test);
    const decided = declaredNative.filter(({ name }) => /(PATCH|team\/(members|invitations|transfer))/.test(name));
    for (const { name } of decided.filter(({ name: one }) => / \/dashboard\/auth\/team/.test(one))) {
      expect(`${name}: ${await call(name, world.member, realIdIn(name, world), bodyOf(name))}`).toBe(
        `${name}: 403 OWNER_REQUIRED`,
      );
    }
    const project = "DELETE /dashboard/auth/projects/{id}";
    expect(await call(project, world.member, world.project, {})).toBe("403 OWNER_REQUIRED");
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 109, 114: does nothing that ends or gives something on a proof that is older than ten minutes", async () => {
    // A wrong password is counted and leaves an audit event, whatever it is given for.
    const { attempt_budgets: _counted, audit_events: _recorded, ...before } = await digests(world.test);
    const events = () => world.test.ctx.db.auditEvent.count({ where: { action: { not: "attempt.failed" } } });
    const eventsBefore = await events();
    const found: string[] = [];
    for (const { name, access, isFresh } of declaredNative) {
      if (!isFresh) continue;
      const who = access === "person" ? world.staleOwner : world.staleAdmin;
      const answer = await call(name, who, realIdIn(name, world), guardedBody(name, world));
      if (answer !== (otherwise[name] ?? "403 STEP_UP_REQUIRED")) found.push(`${name}: ${answer}`);
    }
    expect(found).toEqual([]);
    expect(await digests(world.test)).toMatchObject(before);
    expect(await events()).toBe(eventsBefore);
  });
});
