import { once } from "node:events";
import { createServer, type IncomingMessage, request as open } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { parseEnv } from "@/lib/platform/env";
import { rewriteHeaders } from "@/lib/platform/server/incoming";
import { bodyOf, realIdIn } from "@/tests/support/acceptable-requests";
import { type ApiRoute, compatRoutes, nativeRoutes } from "@/tests/support/api-routes";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { bearer, type Credential, digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { NativeClient } from "@/tests/support/native-client";
import type { TestContext } from "@/tests/support/test-context";
import { compatApis } from "./apis";
import { createApiListener } from "./listener";

const acts = [...nativeRoutes, ...compatRoutes].filter(
  ({ name, access }) => access !== "public" && !name.startsWith("GET "),
);

interface People {
  owner: TestUser;
  admin: TestUser;
}

const endings: Record<string, (world: Inhabited, person: TestUser) => Promise<number>> = {
  "a change of the password": async ({ test }, person) => {
    const api = await signedIn(test, person);
    const newPassword = "another long harbour";
    return (await api.post("change-password", { currentPassword: person.password, newPassword })).status;
  },
  "signing out everywhere": async ({ test }, person) =>
    (await signedIn(test, person)).post("logout-everywhere").then(({ status }) => status),
  deactivation: async ({ test }, person) => {
    const api = await signedIn(test, await createUser(test, { isAdmin: true }));
    return (await api.post(`/dashboard/admin/users/${person.id}/deactivate`, { reason: "Left" })).status;
  },
};

it.each(Object.entries(endings))(
  "%s ends the session of every request whose body hasn't arrived yet",
  { timeout: 60_000 },
  async (_, end) => {
    const world = await inhabited();
    const admin = await createUser(world.test, { isAdmin: true });
    const cookie = (await signIn(world.test, admin)).session.accessToken;
    const people: People = { owner: world.owner, admin };
    const port = await serve(world.test);
    const held = await Promise.all(
      acts.map(async (act) => ({ act, finish: await hold(port, act, credentialFor(act, world, cookie), world) })),
    );
    for (const person of Object.values(people)) expect(await end(world, person)).toBe(200);
    const before = await digests(world.test);
    const answers = await Promise.all(held.map(async ({ act, finish }) => `${act.name}: ${await finish()}`));
    expect(answers.filter((answer) => !answer.endsWith(": 401"))).toEqual([]);
    expect(answers).toHaveLength(acts.length);
    expect(await digests(world.test)).toEqual(before);
  },
);

async function signedIn(test: TestContext, person: TestUser): Promise<NativeClient> {
  const api = new NativeClient(test);
  await api.signIn(person);
  return api;
}

async function serve({ app }: TestContext): Promise<number> {
  const env = parseEnv({ APP_URL: app.config.appUrl });
  const answer = createApiListener(app);
  const server = createServer((request, response) => {
    rewriteHeaders(request, env);
    void answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  onTestFinished(() => void server.closeAllConnections());
  return (server.address() as AddressInfo).port;
}

function credentialFor({ name, access }: ApiRoute, world: Inhabited, adminToken: string): Credential {
  const path = name.split(" ")[1] ?? "";
  const api = compatApis.find(({ base }) => path.startsWith(base));
  if (api) return bearer(world.tokens[api.name]);
  return access === "admin" || access === "reviewer" ? { cookie: `foyer_access=${adminToken}` } : world.owns;
}

/** Returns a function that sends the rest of the body. */
async function hold(port: number, { name }: ApiRoute, credential: Credential, world: Inhabited) {
  const [method = "", path = ""] = name.split(" ");
  const body = JSON.stringify(bodyOf(name) ?? {});
  const sent = open({
    host: "127.0.0.1",
    port,
    method,
    path: path.replace("{id}", realIdIn(name, world)),
    agent: false,
    headers: {
      ...credential,
      "content-type": "application/json",
      "content-length": body.length,
      // Makes the server confirm that it has begun.
      "x-pacspace-csrf": "1",
      "user-agent": "a client",
      expect: "100-continue",
    },
  });
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  const begun = once(sent, "continue");
  sent.flushHeaders();
  await begun;
  sent.write(body.slice(0, 1));
  return async () => {
    sent.end(body.slice(1));
    const [response] = await answered;
    await text(response);
    return response.statusCode;
  };
}
