import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, inject, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { createApp } from "@/lib/platform/create-app";
import { BadEnvironment, parseEnv } from "@/lib/platform/env";
import { databaseUrl, withClient } from "@/lib/testing/database";
import { runCommandLine } from "@/lib/testing/run-command";
import { prepareDatabase } from "./prepare";

const own = "the secret of this installation, of enough length";
const other = "the secret of another host, of just enough length";
const undo: (() => Promise<unknown>)[] = [];
let url = "";

beforeEach(async () => {
  const { adminUrl, prefix } = inject("cluster");
  const name = `${prefix}_prepare_${randomBytes(3).toString("hex")}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE "${name}"`));
  undo.push(() => withClient(adminUrl, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`)));
  url = databaseUrl(adminUrl, name);
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function appWith(secret: string, previous?: string) {
  const secrets = { AUTH_SECRET: secret, ...(previous ? { AUTH_SECRET_PREVIOUS: previous } : {}) };
  const app = createApp(parseEnv({ DATABASE_URL: url, LOG_LEVEL: "silent", ...secrets }), {
    databaseUrl: url,
    startsClosed: true,
  });
  undo.push(() => app.close());
  return app;
}

it("answers nobody from the database before it is prepared, and everybody afterwards", async () => {
  const app = appWith(own);
  const status = () => createApi(app).request("http://localhost:3000/dashboard/auth/status");
  expect((await status()).status).toBe(503);
  await prepareDatabase(app);
  expect((await status()).status).toBe(200);
});

it("stays closed under another secret, and says what to do", async () => {
  await prepareDatabase(appWith(own));
  const app = appWith(other);
  const refusal = await prepareDatabase(app).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(BadEnvironment);
  expect(String(refusal)).toMatch(/AUTH_SECRET_PREVIOUS.*accept-new-secret/);
  expect((await createApi(app).request("http://localhost:3000/dashboard/auth/status")).status).toBe(503);
  await prepareDatabase(appWith(other, own));
  await prepareDatabase(appWith(other));
});

it("says it in every command, and in the doctor as a failure, until the new secret is accepted", {
  timeout: 180_000,
}, async () => {
  await prepareDatabase(appWith(own));
  const run = (program: string, ...words: string[]) =>
    runCommandLine(program, words, { DATABASE_URL: url, AUTH_SECRET: other, APP_URL: "http://localhost:3000" });
  const commands = await Promise.all([run("admin", "list-requests"), run("audit-verify")]);
  for (const refused of commands) {
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.problem).toMatch(/^AUTH_SECRET isn't the one this database was used with\. .*\n$/);
  }
  const [doctor, accepted] = [await run("doctor"), await run("admin", "accept-new-secret")];
  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(/FAILURE\s+Sealed values: AUTH_SECRET isn't the one/);
  expect(accepted).toMatchObject({ code: 0, problem: "" });
  await prepareDatabase(appWith(other));
});
