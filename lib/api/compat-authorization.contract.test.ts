import { beforeEach, describe, expect, it } from "vitest";
import { compatRoutes as all } from "@/tests/support/api-routes";
import { BearerClient, type Method } from "@/tests/support/bearer-client";
import { digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import type { Api } from "./http/api";

const bodies: Record<string, unknown> = {
  "POST /compat/quazzar/projects": { name: "Mine" },
  "PATCH /compat/quazzar/projects/{id}": { name: "Mine" },
};
const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";

let world: Inhabited;

beforeEach(async () => {
  world = await inhabited();
});

async function call(api: Api, name: string, token: string | null, id: string, json: unknown) {
  const client = new BearerClient(world.test, api);
  const [method = "", path = ""] = name.split(" ");
  const isRead = method === "GET";
  const query = isRead && json !== undefined ? "?no-such-field=1" : "";
  const below = path.slice(api.base.length).replace("{id}", id);
  return client.send(method as Method, `${below}${query}`, { token, ...(isRead ? {} : { json }) });
}

function idOf(name: string): string {
  const path = name.split(" ")[1] ?? "";
  return world.ids[path.slice(0, path.indexOf("{id}"))] ?? unknownId;
}

describe("every route of the APIs of bearer tokens", { timeout: 180_000 }, () => {
  it("rejects every token that isn't its own, and does nothing", async () => {
    const before = await digests(world.test);
    const { early, spent } = world;
    for (const { name, access, api } of all) {
      if (access === "public") continue;
      const { [api.name]: own, ...others } = world.tokens;
      const forged = `${own.slice(0, -43)}${"A".repeat(43)}`;
      const tokens = { ...others, ...spent, expired: early[api.name], forged };
      for (const [what, token] of [...Object.entries(tokens), ["no token", null] as const]) {
        const { status } = await call(api, name, token, idOf(name), bodies[name]);
        expect({ name, what, status }).toEqual({ name, what, status: 401 });
      }
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("accepts its own token where one is needed, and ignores tokens on public routes", async () => {
    const before = await digests(world.test);
    for (const { name, access, api } of all) {
      const served = name.startsWith("GET ") ? ["200"] : [];
      const tokens = access === "public" ? [null, "made-up", world.tokens[api.name]] : [world.tokens[api.name]];
      const answers = new Set<string>();
      for (const token of tokens)
        answers.add(String((await call(api, name, token, idOf(name), { "no-such-field": 1 })).status));
      expect([String(api.errorOf({ code: "validation_failed" }, "").status), "409", ...served], name).toContain(
        [...answers].join(" or "),
      );
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("answers another user's id like an unknown one, and does nothing", async () => {
    const before = await digests(world.test);
    for (const { name, api } of all.filter(({ whose }) => whose !== "nobody")) {
      const token = world.strangerTokens[api.name];
      const body = bodies[name];
      const answers = [];
      for (const id of [idOf(name), unknownId, encodeURIComponent("1 OR 1=1")]) {
        const { status, body: answer } = await call(api, name, token, id, body);
        answers.push(JSON.stringify({ status, answer }).replace(id, "the id"));
      }
      expect(answers[0], name).toContain('"status":404');
      expect(new Set(answers).size, name).toBe(1);
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("accepts an API key only for its own projects", async () => {
    const key = world.key.authorization?.slice("Bearer ".length) ?? null;
    for (const { name, access, api } of all) {
      if (access === "public") continue;
      const { status } = await call(api, name, key, idOf(name), bodies[name]);
      const isOwn = access === "key" && /^(GET|PATCH)/.test(name);
      const told = api.name === "quazzar" ? 403 : 401;
      expect({ name, status }).toEqual({ name, status: isOwn ? 200 : told });
    }
  });
});
