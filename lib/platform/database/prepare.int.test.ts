import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { createApp } from "@/lib/platform/create-app";
import { BadEnvironment, parseEnv } from "@/lib/platform/env";
import { databaseUrl, withClient } from "@/tests/support/database";
import { runCommandLine } from "@/tests/support/run-command";
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
  const commands = await Promise.all([run("admin", "list-requests"), run("verify-audit")]);
  for (const refused of commands) {
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.problem).toMatch(/^AUTH_SECRET isn't the one this database was used with\. .*\n$/);
  }
  const [doctor, accepted] = [await run("doctor"), await run("admin", "accept-new-secret")];
  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(/ERROR\s+Encrypted values: AUTH_SECRET isn't the one/);
  expect(accepted).toMatchObject({ code: 0, problem: "" });
  await prepareDatabase(appWith(other));
});

describe("an installation whose generated secret is lost", () => {
  const used: [what: string, sql: string][] = [
    ["that this version has used", "SELECT 1"],
    ["of a version that didn't note its secret", "DROP TABLE key_checks"],
  ];

  it.each(used)("doesn't start on a database %s, and makes no new secret", { timeout: 180_000 }, async (_, sql) => {
    await prepareDatabase(appWith(own));
    await withClient(url, (client) => client.query(sql));
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-lost-"));
    undo.push(async () => rmSync(dataDir, { recursive: true }));
    const env = { DATABASE_URL: url, DATA_DIR: dataDir, AUTH_SECRET: "", APP_URL: "" };
    for (const [program = "", ...words] of [["server"], ["admin", "list-requests"], ["verify-audit"]]) {
      const ran = await runCommandLine(program, words, env);
      expect(ran.code).toBe(1);
      const line = program === "server" ? (JSON.parse(ran.problem) as { msg: string }).msg : ran.problem.trim();
      expect(line).toMatch(/auth\.secret is missing, .* Restore the file from a backup, or set AUTH_SECRET .*/);
      expect(line).not.toContain("\n");
      expect(readdirSync(dataDir)).toEqual([]);
    }
  });

  it("makes a new one when that is asked for, and where the database was never used", {
    timeout: 180_000,
  }, async () => {
    await prepareDatabase(appWith(own));
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-lost-"));
    undo.push(async () => rmSync(dataDir, { recursive: true }));
    const env = { DATABASE_URL: url, DATA_DIR: dataDir, AUTH_SECRET: "", APP_URL: "" };
    expect(await runCommandLine("admin", ["accept-new-secret"], env)).toMatchObject({ code: 0, problem: "" });
    expect(await runCommandLine("admin", ["list-requests"], env)).toMatchObject({ code: 0, problem: "" });
    await withClient(url, (client) => client.query("DELETE FROM key_checks"));
    rmSync(join(dataDir, "auth.secret"));
    expect(await runCommandLine("admin", ["list-requests"], env)).toMatchObject({ code: 0, problem: "" });
    expect(readdirSync(dataDir)).toContain("auth.secret");
  });
});
