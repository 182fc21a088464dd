import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient, type Method } from "@/tests/support/bearer-client";
import { declaredBearer } from "@/tests/support/declared-access";
import { digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { dialects } from "./compat";
import type { Dialect } from "./http/bearer/dialect";

/** Well formed where a project is made or changed; the others take nothing of what they are given here. */
const bodies: Record<string, unknown> = {
  "POST /compat/quazzar/projects": { name: "Mine" },
  "PATCH /compat/quazzar/projects/{id}": { name: "Mine" },
};
const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";

let world: Inhabited;

beforeEach(async () => {
  world = await inhabited();
});

function routesOf({ base }: Dialect) {
  return declaredBearer.filter(({ name }) => (name.split(" ")[1] ?? "").startsWith(base));
}

/** What the API says when it refuses with this code, as one comparable text. */
function said({ refuse }: Dialect, code: Parameters<Dialect["refuse"]>[0]["code"]): string {
  return String(refuse({ code }, "request").status);
}

async function call(dialect: Dialect, name: string, token: string | null, id: string, json: unknown) {
  const client = new BearerClient(world.test, dialect);
  const [method = "", path = ""] = name.split(" ");
  const isRead = method === "GET";
  const query = isRead && json !== undefined ? "?no-such-field=1" : "";
  const below = path.slice(dialect.base.length).replace("{id}", id);
  return client.send(method as Method, `${below}${query}`, { token, ...(isRead ? {} : { json }) });
}

function idOf(name: string): string {
  const path = name.split(" ")[1] ?? "";
  return world.ids[path.slice(0, path.indexOf("{id}"))] ?? unknownId;
}

const all = dialects.flatMap((dialect) => routesOf(dialect).map((route) => ({ dialect, ...route })));

describe("every route of the APIs of bearer tokens", { timeout: 180_000 }, () => {
  it("attack 40, 109, 114, 115: refuses every token that is none of its own, and does nothing", async () => {
    const before = await digests(world.test);
    const { early, spent } = world;
    for (const { name, access, dialect } of all) {
      if (access === "anybody") continue;
      const { [dialect.name]: own, ...others } = world.tokens;
      const forged = `${own.slice(0, -43)}${"A".repeat(43)}`;
      const tokens = { ...others, ...spent, expired: early[dialect.name], forged };
      for (const [what, token] of [...Object.entries(tokens), ["no token", null] as const]) {
        const { status } = await call(dialect, name, token, idOf(name), bodies[name]);
        expect({ name, what, status }).toEqual({ name, what, status: 401 });
      }
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 109: takes its own token where one is asked for, and looks at none elsewhere", async () => {
    const before = await digests(world.test);
    for (const { name, access, dialect } of all) {
      // A GET of this API that takes nothing ignores what it is given.
      const served = name.startsWith("GET ") ? ["200"] : [];
      const tokens =
        access === "anybody" ? [null, "made-up", world.tokens[dialect.name]] : [world.tokens[dialect.name]];
      const answers = new Set<string>();
      for (const token of tokens)
        answers.add(String((await call(dialect, name, token, idOf(name), { "no-such-field": 1 })).status));
      expect([said(dialect, "validation_failed"), "409", ...served], name).toContain([...answers].join(" or "));
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 75, 110: answers an id of somebody else's as one that nobody has, and does nothing", async () => {
    const before = await digests(world.test);
    for (const { name, dialect } of all.filter(({ whose }) => whose !== "nobody")) {
      const token = world.strangerTokens[dialect.name];
      const body = bodies[name];
      const answers = [];
      for (const id of [idOf(name), unknownId, encodeURIComponent("1 OR 1=1")]) {
        const { status, body: answer } = await call(dialect, name, token, id, body);
        answers.push(JSON.stringify({ status, answer }).replace(id, "the id"));
      }
      expect(answers[0], name).toContain('"status":404');
      expect(new Set(answers).size, name).toBe(1);
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("attack 114: lets an API key in nowhere but to its own projects", async () => {
    const key = world.key.authorization?.slice("Bearer ".length) ?? null;
    for (const { name, access, dialect } of all) {
      if (access === "anybody") continue;
      const { status } = await call(dialect, name, key, idOf(name), bodies[name]);
      const isOwn = access === "person-or-key" && /^(GET|PATCH)/.test(name);
      const told = dialect.name === "quazzar" ? 403 : 401;
      expect({ name, status }).toEqual({ name, status: isOwn ? 200 : told });
    }
  });
});
