import { beforeEach, expect, inject, it, onTestFinished } from "vitest";
import { createDatabase } from "@/lib/platform/database/client";
import { createPool } from "@/lib/platform/database/connections";
import { createSessionReader } from "@/lib/platform/database/session-reader";
import { acceptableBodies } from "@/tests/support/acceptable-requests";
import { withClient } from "@/tests/support/database";
import { type Operation, readOperations } from "@/tests/support/fuzz/operations";
import { type Inhabited, inhabited } from "@/tests/support/inhabited";
import { createApi } from "./create-api";

const origin = "http://localhost:3000";
let world: Inhabited;

beforeEach(async () => {
  world = await inhabited();
  world.test.log.expectProblems();
});

function apiOn(settings: Record<string, string>) {
  const { app, database } = world.test;
  const pool = createPool({ url: database.url, max: 4, settings, onIdleError: () => undefined });
  onTestFinished(() => pool.end());
  return createApi({ ...app, db: createDatabase(pool), sessions: createSessionReader(pool) });
}

type Api = ReturnType<typeof createApi>;

async function knock(api: Api, { api: name, example, method, path }: Operation): Promise<Response> {
  const prefix = Object.keys(world.ids).find((known) => path.startsWith(known));
  const token = Reflect.get(world.tokens, name);
  const headers = {
    origin,
    "content-type": "application/json",
    "x-pacspace-csrf": "1",
    ...(token === undefined ? world.admin : { authorization: `Bearer ${token}` }),
  };
  const body = acceptableBodies[`${method} ${path}`] ?? example ?? {};
  const url = `${origin}${path.replace("{id}", world.ids[prefix ?? ""] ?? "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11")}`;
  return api.request(url, { method, headers, ...(method === "GET" ? {} : { body: JSON.stringify(body) }) });
}

async function others(api: Api, expected: (response: Response) => boolean): Promise<string[]> {
  const found: string[] = [];
  for (const operation of await readOperations(api, origin)) {
    const response = await knock(api, operation);
    if (!expected(response)) found.push(`${operation.method} ${operation.path}: ${response.status}`);
  }
  return found;
}

const refusedByForm = [
  "GET /compat/balance/dashboard/auth/verify: 400",
  "GET /dashboard/auth/verify-email-change: 400",
  "GET /dashboard/auth/verify: 400",
  "POST /dashboard/auth/refresh-token: 401",
];

const saysWhen = ({ headers }: Response) => Number(headers.get("retry-after")) > 0;

it("answers 503 with Retry-After everywhere while the server is a standby, and goes on when it takes writes", async () => {
  const name = new URL(world.test.database.url).pathname.slice(1);
  const { adminUrl } = inject("cluster");
  const setReadOnly = (value: string) =>
    withClient(adminUrl, (client) =>
      client.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${value}`),
    );
  onTestFinished(async () => void (await setReadOnly("off")));
  const api = apiOn({});
  await setReadOnly("on");
  const refused = await others(api, (response) => response.status === 503 && saysWhen(response));
  expect(refused.sort()).toEqual(refusedByForm);
  await setReadOnly("off");
  expect(await others(api, ({ status }) => status < 500)).toEqual([]);
});

it("answers 503 and never 500 to what writes on connections whose server was demoted", async () => {
  const api = apiOn({ default_transaction_read_only: "on" });
  const found = await others(
    api,
    (response) => response.status < 500 || (response.status === 503 && saysWhen(response)),
  );
  expect(found).toEqual([]);
});
