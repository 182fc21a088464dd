import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import next from "next";
import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { createApiListener } from "@/lib/api/listener";
import { CannotStart } from "@/lib/platform/cannot-start";
import { type App, setApp } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { prepareDatabase, refuseLostSecret } from "@/lib/platform/database/prepare";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { BadEnvironment, type Env, parseEnv } from "@/lib/platform/env";
import { createVoice, sayLastWords, takeOverConsole } from "@/lib/platform/log";
import { startMailWorker } from "@/lib/platform/mail/worker";
import { createDrain } from "@/lib/platform/server/drain";
import { ownEmbeddedDatabase } from "@/lib/platform/server/embedded-database";
import { createFront } from "@/lib/platform/server/front";
import { whenOrphaned } from "@/lib/platform/server/orphaned";
import { putThreadPoolBehind } from "@/lib/platform/server/thread-pool";
import { sayWhereToGo } from "@/lib/platform/server/where-to-go";
import { listenForStop, Stopped } from "@/lib/platform/stop-signals";

const drain = createDrain(10_000);
/** libuv's default. */
const threadPoolSize = 4;
const timeouts = {
  requestTimeout: 60_000,
  headersTimeout: 15_000,
  // Longer than common proxies' 60 seconds, so that the proxy closes idle connections first.
  keepAliveTimeout: 75_000,
};

const stopping = listenForStop();
if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => stopping.abort(new Stopped(143)));

let stopDatabase = async (): Promise<void> => undefined;

async function main(): Promise<void> {
  const { signal } = stopping;
  // Only this user can read the files.
  process.umask(0o077);
  const env = parseEnv();
  const isDevelopment = env.NODE_ENV === "development";
  if (env.NODE_ENV === "production") await requireBuild();
  const say = createVoice();
  const complain = createVoice("error");
  const embedded = env.DATABASE_URL
    ? null
    : await ownEmbeddedDatabase({ dataDir: env.DATA_DIR, log: say, complain, signal });
  stopDatabase = async () => embedded?.stop();
  const databaseUrl = embedded?.url ?? env.DATABASE_URL ?? "";
  await untilItAnswers(
    env,
    () => refuseLostSecret(env, databaseUrl),
    (reason) => complain(`${notReady}: ${reason}`),
  );
  const app = createApp(env, { databaseUrl, startsClosed: true });
  setApp(app);
  await putThreadPoolBehind(Number(process.env.UV_THREADPOOL_SIZE) || threadPoolSize).catch((error: unknown) => {
    app.log.warn(
      { reason: String(error) },
      "Could not lower the priority of password hashing. Requests may slow down during sign-ins.",
    );
  });
  // Read by next-auth.
  process.env.NEXTAUTH_URL = env.APP_URL;

  if (!isDevelopment) takeOverConsole(app.log);
  // Without Next's listener, Node.js answers upgrades normally.
  const httpServer = isDevelopment ? undefined : createServer();
  const pages = next({ dev: isDevelopment, hostname: env.HOST, port: env.PORT, ...(httpServer ? { httpServer } : {}) });
  await pages.prepare();
  signal.throwIfAborted();
  const answerPage = pages.getRequestHandler();
  const answer = createFront(app, { answerApi: createApiListener(app), answerPage, drain });

  const server = createServer(timeouts, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      app.log.error({ error: String(error), path: request.url?.split("?", 1)[0] }, "A request failed");
      if (!response.headersSent) {
        response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
      }
      response.end();
    });
  });
  if (isDevelopment) server.on("upgrade", pages.getUpgradeHandler());
  await listen(server, env.PORT, env.HOST);
  signal.throwIfAborted();

  const stopWorker = startWhenMigrated(app);
  drainOnStop(app, server, async () => {
    await (await stopWorker)?.();
    await pages.close();
    await app.close();
    await stopDatabase();
  });
  if (!(await stopWorker)) return;
  // An unreachable database is waited for.
  await sayWhereToGo(app, say).catch((error: unknown) => {
    app.log.warn({ reason: String(error) }, "The database went away during the start");
  });
}

/** The image contains the build. */
async function requireBuild(): Promise<void> {
  const remedy = "Run: node scripts/start.mjs --build-only";
  if (!existsSync(".next/foyer-build.txt")) throw new CannotStart(`Foyer isn't built. ${remedy}`);
  if (!existsSync("app")) return;
  const { fingerprint } = await import("./scripts/fingerprint.mjs");
  if (readFileSync(".next/foyer-build.txt", "utf8") === fingerprint()) return;
  throw new CannotStart(`The build is out of date: the sources have changed since. ${remedy}`);
}

/** Undefined if stopped before the migrations end. */
async function startWhenMigrated(app: App): Promise<(() => Promise<void>) | undefined> {
  const { signal } = stopping;
  const say = (line: string) => app.log.warn({}, line);
  try {
    const prepare = async () => {
      await prepareDatabase(app, { signal, say });
      return startMailWorker(app);
    };
    const worker = await untilItAnswers(app.env, prepare, (reason) => app.log.error({ reason }, notReady));
    return () => worker.stop();
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

const notReady = "The database isn't ready. Trying again";

/** Throws when stopped. */
async function untilItAnswers<Value>(
  env: Env,
  work: () => Promise<Value>,
  complain: (reason: string) => void,
): Promise<Value> {
  const { signal } = stopping;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || error instanceof BadEnvironment) throw error;
      if (!env.DATABASE_URL && !isDatabaseUnavailable(error)) throw error;
      complain(reasonOf(error));
      await pause(2_000, undefined, { signal }).catch(() => undefined);
    }
  }
}

const listenReasons: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: (port) => `Port ${port} is taken. Stop the other program, or choose another: PORT=${port + 1} npm start`,
  EACCES: (port) => `This user isn't allowed to listen on port ${port}. Set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: (_, host) =>
    `This machine doesn't have the address ${host}. Set HOST to one of its own, or to 127.0.0.1.`,
  ENOTFOUND: (_, host) => `There is no host named ${host}. Set HOST to an address of this machine, or to 127.0.0.1.`,
};

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = listenReasons[error.code ?? ""];
      fail(reason ? new CannotStart(reason(port, host)) : error);
    });
    server.listen(port, host, done);
  });
}

function drainOnStop(app: App, server: Server, stop: () => Promise<void>): void {
  stopping.signal.addEventListener("abort", () => {
    drain
      .drain(server)
      .then(stop)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          app.log.error({ error: String(error) }, "The shutdown was not clean");
          process.exit(1);
        },
      );
  });
}

main().catch(async (error: unknown) => {
  const stopped: unknown = stopping.signal.reason;
  if (!(stopped instanceof Stopped)) sayLastWords(error);
  await stopDatabase().catch(sayLastWords);
  process.exit(stopped instanceof Stopped ? stopped.exitCode : 1);
});
