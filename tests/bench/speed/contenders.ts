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
  /** One more of the product, with arguments for Node.js; whoever starts it stops it. */
  startProduct(args: readonly string[]): Promise<RunningServer>;
  product: RunningServer;
  nextMount: RunningServer;
  bare: RunningServer;
  betterAuth: RunningServer;
  stop(): Promise<void>;
}

interface Setting {
  peers: string;
  /** For logs and the product's data. */
  directory: string;
  authSecret: string;
  /** The product's database, which the bare server reads, too. */
  databaseUrl: string;
  betterAuthUrl: string;
  passwordHash: string;
  port: number;
}

/** Starts all four; they stay up together, so that a round can ask them in turn. */
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
    // The limits count, and refuse nobody here.
    RATE_LIMIT_SCALE: "1000000",
    // For clients with addresses of their own, as in life: one address would make them queue for one counter.
    TRUSTED_PROXY_HOPS: "1",
  };
  const withUrl = (at: number) => ({ ...product, APP_URL: `http://localhost:${at}` });
  const startProduct = async (args: readonly string[]) =>
    startServer({
      ...{ args: [...args, "scripts/start.mjs"], cwd: root, port: await freePort(), env: withUrl(port) },
      ...{ logPath: log("another product"), path: "/health/live" },
    });
  try {
    const mountPort = await freePort();
    const betterAuthPort = await freePort();
    return {
      // First: it builds what the mount runs.
      product: await start({
        ...{ args: ["scripts/start.mjs"], cwd: root, port, env: withUrl(port) },
        ...{ logPath: log("product"), path: "/health/live" },
      }),
      nextMount: await start({
        ...{ args: ["--import", "tsx", "tests/tests/bench/speed/next-mount.ts"], cwd: root, port: mountPort },
        ...{ env: withUrl(mountPort), logPath: log("next-mount"), path: "/dashboard/auth/status" },
      }),
      bare: await start({
        ...{ args: ["bare.mjs"], cwd: peers, port: await freePort(), logPath: log("bare"), path: "/" },
        env: { DATABASE_URL: setting.databaseUrl, PASSWORD_HASH: setting.passwordHash },
      }),
      betterAuth: await start({
        ...{ args: [join(peers, "node_modules/next/dist/bin/next"), "start", "-H", "127.0.0.1"] },
        ...{ cwd: join(peers, "better-auth"), port: betterAuthPort, logPath: log("better-auth"), path: "/api/auth/ok" },
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

/** Signs people up at better-auth, which signs them in. Their cookies. */
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

/** GET profile with the session cookies, or what comes nearest to it. */
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

/** Another account with every request. */
export function signIns(url: string, emails: readonly string[], headers: Record<string, string> = {}): Load {
  const turns = emails.map((email, index) => fromOwnAddress({ body: JSON.stringify({ email, password }) }, index));
  return { url, method: "POST", headers: { ...json, ...headers }, turns, keepsTurn: false };
}

const unsafe = { "x-pacspace-csrf": "1" };

/** Every connection has a session, and rotates it with every request. */
export function refreshes({ url }: RunningServer, sessions: readonly SignedIn[]): Load {
  return {
    ...{ url: `${url}/dashboard/auth/refresh-token`, method: "POST", headers: unsafe },
    ...{ turns: sessions.map(({ cookie }, index) => fromOwnAddress(withCookie(cookie), index)) },
    ...{ keepsTurn: true, keepsCookies: true },
  };
}

/** Another session with every request; there must be as many as requests. */
export function signOuts({ url }: RunningServer, sessions: readonly SignedIn[]): Load {
  return {
    ...{ url: `${url}/dashboard/auth/logout`, method: "POST", headers: unsafe },
    ...{ turns: sessions.map(({ cookie }, index) => fromOwnAddress(withCookie(cookie), index)), keepsTurn: false },
  };
}
