import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createApiListener } from "@/lib/api/listener";
import type { Log } from "@/lib/core/kernel/ports";
import { type App, setApp } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { parseEnv } from "@/lib/platform/env";
import { createLog } from "@/lib/platform/log";
import { createFront } from "@/lib/platform/server/front";
import { testContext } from "./test-context";

type AnswerPage = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Options {
  answerPage?: AnswerPage;
  log?: Log;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** The server of server.ts on a local port, without Next. */
export interface RunningFront {
  port: number;
  ask(path: string, sent?: { method?: string; headers?: Record<string, string>; json?: unknown }): Promise<HttpAnswer>;
  /** Returns everything received until the server closes the connection. */
  sendRaw(text: string): Promise<string>;
  stop(): Promise<void>;
}

async function startFront(app: App, { answerPage, log }: Options = {}): Promise<RunningFront> {
  const answer = createFront(app, {
    answerApi: createApiListener(app),
    answerPage: answerPage ?? (async (_, response) => void response.end("a page")),
    drain: { mark: () => undefined, isDraining: () => false },
    ...(log ? { log } : {}),
  });
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { port, ask: askOn(port), sendRaw: (text) => sendRaw(port, text), stop: () => stop(server) };
}

/** Serves a new app on the test's database until the test ends. */
export async function serveFront(variables: Record<string, string> = {}, answerPage?: AnswerPage) {
  const { database } = await testContext();
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-front-"));
  const env = parseEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: "silent", ...variables });
  const app = createApp(env, { databaseUrl: database.url });
  setApp(app);
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", { write: (line) => void lines.push(JSON.parse(line)) });
  const front = await startFront(app, { log, ...(answerPage ? { answerPage } : {}) });
  onTestFinished(async () => {
    await front.stop();
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { app, front, lines };
}

export function askOn(port: number): RunningFront["ask"] {
  return (path, { method = "GET", headers = {}, json } = {}) =>
    new Promise((done, fail) => {
      const body = json === undefined ? undefined : JSON.stringify(json);
      const type = body === undefined ? {} : { "Content-Type": "application/json" };
      const outgoing = request({ host: "127.0.0.1", port, path, method, headers: { ...type, ...headers } });
      outgoing.once("error", fail);
      outgoing.once("response", async (incoming) => {
        let text = "";
        for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
        done({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
      outgoing.end(body);
    });
}

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("error", fail).once("close", () => done(answer));
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
