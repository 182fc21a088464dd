import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@/tests/support/product-process";
import { addressOf, password, type SignedIn } from "./accounts";
import type { LoadSpec, Turn } from "./load";
import { type RunningServer, startServer } from "./servers";

const root = fileURLToPath(new URL("../..", import.meta.url));
const json = { "content-type": "application/json", "user-agent": "foyer-bench" };

export interface Contenders {
  /** Another instance; the caller stops it. */
  startProduct(args: readonly string[]): Promise<RunningServer>;
  product: RunningServer;
  nextMount: RunningServer;
  bare: RunningServer;
  betterAuth: RunningServer;
  stop(): Promise<void>;
}

interface Setting {
  peers: string;
  directory: string;
  authSecret: string;
  /** Also read by the bare server. */
  databaseUrl: string;
  betterAuthUrl: string;
  passwordHash: string;
  port: number;
}

/** All four stay up, so that rounds can alternate. */
export async function startContenders(setting: Setting): Promise<Contenders> {
  const { directory, peers, port } = setting;
  const started: RunningServer[] = [];
  const start = async (options: Parameters<typeof startServer>[0]) => {
    const server = await startServer(options);
    started.push(server);
    return server;
  };
  const stop = async () => {
    for (const server of started) await server.stop();
  };
  const log = (name: string) => join(directory, `${name}.log`);
  const product = {
    DATABASE_URL: setting.databaseUrl,
    DATA_DIR: directory,
    AUTH_SECRET: setting.authSecret,
    // Limits are counted but never reached.
    RATE_LIMIT_SCALE: "1000000",
    // Clients have their own addresses, as in production; a single one would queue for one counter.
    TRUSTED_PROXY_HOPS: "1",
  };
  const withUrl = (at: number) => ({ ...product, APP_URL: `http://localhost:${at}` });
  const startProduct = async (args: readonly string[]) =>
    startServer({
      args: [...args, "scripts/start.mjs"],
      cwd: root,
      port: await freePort(),
      env: withUrl(port),
      logPath: log("another product"),
      path: "/health/live",
    });
  try {
    const mountPort = await freePort();
    const betterAuthPort = await freePort();
    return {
      // First, because it builds what the mount runs.
      product: await start({
        args: ["scripts/start.mjs"],
        cwd: root,
        port,
        env: withUrl(port),
        logPath: log("product"),
        path: "/health/live",
      }),
      nextMount: await start({
        args: ["--import", "tsx", "tests/bench/speed/next-mount.ts"],
        cwd: root,
        port: mountPort,
        env: withUrl(mountPort),
        logPath: log("next-mount"),
        path: "/dashboard/auth/status",
      }),
      bare: await start({
        args: ["bare.mjs"],
        cwd: peers,
        port: await freePort(),
        logPath: log("bare"),
        path: "/",
        env: { DATABASE_URL: setting.databaseUrl, PASSWORD_HASH: setting.passwordHash },
      }),
      betterAuth: await start({
        args: [join(peers, "node_modules/next/dist/bin/next"), "start", "-H", "127.0.0.1"],
        cwd: join(peers, "better-auth"),
        port: betterAuthPort,
        logPath: log("better-auth"),
        path: "/api/auth/ok",
        env: betterAuthEnv(setting.betterAuthUrl, `http://127.0.0.1:${betterAuthPort}`),
      }),
      startProduct,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

const betterAuthSecret = randomBytes(32).toString("hex");

export function betterAuthEnv(databaseUrl: string, baseUrl: string): Record<string, string> {
  return { DATABASE_URL: databaseUrl, BASE_URL: baseUrl, BETTER_AUTH_SECRET: betterAuthSecret };
}

/** Returns the session cookies. */
export async function signUpAtBetterAuth({ url }: RunningServer, emails: readonly string[]): Promise<string[]> {
  const cookies: string[] = [];
  for (const email of emails) {
    const answer = await fetch(`${url}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { ...json, origin: url },
      body: JSON.stringify({ email, name: "Jo Doe", password }),
    });
    if (!answer.ok) throw new Error(`better-auth refuses ${email}: ${answer.status} ${await answer.text()}`);
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((line) => line.split(";", 1)[0] ?? "")
        .join("; "),
    );
  }
  return cookies;
}

type Load = Pick<LoadSpec, "url" | "method" | "headers" | "turns" | "keepsTurn" | "keepsCookies">;

const get = (url: string, turns: Turn[]): Load => ({ url, method: "GET", headers: {}, turns, keepsTurn: true });
const withCookie = (cookie: string): Turn => ({ headers: { cookie } });
const fromOwnAddress = (turn: Turn, index: number): Turn => ({
  ...turn,
  headers: { ...turn.headers, "x-forwarded-for": addressOf(index) },
});

/** GET profile with session cookies, or its equivalent. */
export const checks = {
  product: ({ url }: RunningServer, sessions: readonly SignedIn[]) =>
    get(
      `${url}/dashboard/auth/profile`,
      sessions.map(({ cookie }) => withCookie(cookie)),
    ),
  bare: ({ url }: RunningServer, sessions: readonly SignedIn[]) =>
    get(
      `${url}/profile`,
      sessions.map(({ sessionId }) => ({ headers: { "x-session": sessionId } })),
    ),
  betterAuth: ({ url }: RunningServer, cookies: readonly string[]) =>
    get(`${url}/api/auth/get-session`, cookies.map(withCookie)),
  betterAuthRenewing: ({ url }: RunningServer, cookies: readonly string[]) =>
    get(`${url}/api/renew/get-session`, cookies.map(withCookie)),
};

export function signIns(url: string, emails: readonly string[], headers: Record<string, string> = {}): Load {
  const turns = emails.map((email, index) => fromOwnAddress({ body: JSON.stringify({ email, password }) }, index));
  return { url, method: "POST", headers: { ...json, ...headers }, turns, keepsTurn: false };
}

const unsafe = { "x-pacspace-csrf": "1" };

/** Each connection refreshes its own session. */
export function refreshes({ url }: RunningServer, sessions: readonly SignedIn[]): Load {
  return {
    url: `${url}/dashboard/auth/refresh-token`,
    method: "POST",
    headers: unsafe,
    turns: sessions.map(({ cookie }, index) => fromOwnAddress(withCookie(cookie), index)),
    keepsTurn: true,
    keepsCookies: true,
  };
}

/** Needs as many sessions as requests. */
export function signOuts({ url }: RunningServer, sessions: readonly SignedIn[]): Load {
  return {
    url: `${url}/dashboard/auth/logout`,
    method: "POST",
    headers: unsafe,
    turns: sessions.map(({ cookie }, index) => fromOwnAddress(withCookie(cookie), index)),
    keepsTurn: false,
  };
}
