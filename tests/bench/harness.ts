import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { createAdmin } from "@/lib/core/settings/setup";
import { createApp } from "@/lib/platform/create-app";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { migrate } from "@/lib/platform/database/migrate";
import { parseEnv } from "@/lib/platform/env";
import { canonicalEmail, type Email } from "@/lib/values/email";
import { setupSchema } from "@/lib/values/forms";
import { freePort, type ProductProcess, startProduct } from "@/tests/support/product-process";

/** Of all measured accounts. */
export const password = `a password of ${randomBytes(9).toString("hex")}`;
export const adminEmail = emailOf("bench@bench.example");

export interface Installation {
  client: pg.Client;
  ctx: CoreContext;
  databaseUrl: string;
  passwordHash: string;
  serve(): Promise<ProductProcess>;
}

/** A temporary PostgreSQL with its installations. */
export interface Harness {
  version: string;
  install(name: string, env?: Record<string, string>): Promise<Installation>;
  close(): Promise<void>;
}

export async function openHarness(settings: string[]): Promise<Harness> {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  // Lets the `postgres` user in when run as root.
  chmodSync(dataDir, 0o755);
  const closers: (() => Promise<unknown>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  let closing: Promise<void> | null = null;
  // Closes once, for both a failure and an interruption.
  const close = () => {
    closing ??= (async () => {
      for (const closer of closers.splice(0).reverse()) await closer().catch(console.error);
    })();
    return closing;
  };
  // Cleans up after an interruption.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void close().finally(() => process.exit(1)));
  }
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: console.error, mayCreateDatabases: true, settings });
    closers.push(() => postgres.stop());
    const cluster = new pg.Client({ connectionString: new URL("/postgres", postgres.url).href });
    await cluster.connect();
    closers.push(() => cluster.end());
    const version = String((await cluster.query("SHOW server_version")).rows[0].server_version);
    const install = async (name: string, env = {}) => {
      const url = new URL(`/${name}`, postgres.url);
      await cluster.query(`CREATE DATABASE ${name}`);
      await migrate(url.href);
      return open(url.href, join(dataDir, name), env, closers);
    };
    return { version, install, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function open(
  databaseUrl: string,
  dataDir: string,
  env: Record<string, string>,
  closers: (() => Promise<unknown>)[],
): Promise<Installation> {
  const client = new pg.Client({ connectionString: databaseUrl, options: "-c TimeZone=UTC" });
  await client.connect();
  closers.push(() => client.end());
  const variables = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    AUTH_SECRET: randomBytes(48).toString("base64url"),
    RATE_LIMIT_SCALE: "1000000",
    LOG_LEVEL: "warn",
    ...env,
  };
  const app = createApp(parseEnv({ ...variables, LOG_LEVEL: "silent" }), { databaseUrl });
  closers.push(() => app.close());
  const ctx = forRequest(app, { ip: "127.0.0.1", userAgent: "bench", requestId: "bench", locale: "en" });
  const admin = await createAdmin(ctx, setupSchema.parse({ name: "Bea Bench", email: adminEmail, password }));
  if (!admin.ok) throw new Error(admin.error.code);
  return {
    client,
    ctx,
    databaseUrl,
    passwordHash: await ctx.hasher.hash(password),
    async serve() {
      const port = await freePort();
      const product = await startProduct({ port, env: variables, logPath: `${dataDir}.log` });
      closers.push(() => product.stop());
      return product;
    },
  };
}

export function emailOf(typed: string): Email {
  const email = canonicalEmail(typed);
  if (!email) throw new Error(`${typed} is not an address`);
  return email;
}

export interface Caller {
  url: string;
  cookies: string;
}

export async function call({ url, cookies }: Caller, path: string, body?: object): Promise<Response> {
  const response = await fetch(`${url}/dashboard${path}`, {
    method: body ? "POST" : "GET",
    headers: { cookie: cookies, "content-type": "application/json", "x-pacspace-csrf": "1" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await response.arrayBuffer();
  return response;
}

export async function signIn(url: string, email: string): Promise<Caller> {
  const answer = await call({ url, cookies: "" }, "/auth/login", { email, password });
  if (answer.status !== 200) throw new Error(`Signing in ${email} was answered with ${answer.status}`);
  return { url, cookies: cookiesOf(answer) };
}

export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

/** Milliseconds; throws on an unexpected status. */
export async function timed(expected: number, act: () => Promise<Response>): Promise<number> {
  const start = performance.now();
  const { status } = await act();
  const took = performance.now() - start;
  if (status !== expected) throw new Error(`Answered with ${status} instead of ${expected}`);
  return took;
}
