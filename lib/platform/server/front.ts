import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "@/lib/core/kernel/ports";
import { findHost } from "@/lib/values/hosts";
import { otherAddressType, toOtherAddressText } from "@/lib/values/other-address";
import type { App } from "../context";
import { createRequestLog } from "../log";
import { traceRequest } from "../tracing";
import { completeAnswer } from "./complete-answer";
import type { createDrain } from "./drain";
import { answerHealth } from "./health";
import { acceptOrigin, rewriteHeaders } from "./incoming";
import { areaOf, createMetrics, type Metrics } from "./metrics";
import { pageRequests } from "./page-request";
import { setFixedHeaders, setPagePolicy, strictTransportOf } from "./security-headers";
import { decodedPath, settleTarget } from "./target";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Options {
  answerApi: Answer;
  answerPage: Answer;
  drain: Pick<ReturnType<typeof createDrain>, "isDraining" | "mark">;
  log?: Log;
}

/** Next's file server fails when a condition or range isn't met. */
const headersOfFileServers = ["if-match", "if-unmodified-since", "range"];
/** Reserved by Next. */
const internalPath = /^\/+_/;
const nextPath = /^\/+_next\//;
/** Next's only internal path in production. */
const builtPath = /^\/+_next\/+static\//;
/** Next fails on some other methods. */
const pageMethods = ["GET", "HEAD", "POST", "OPTIONS"];
const apiPath = /^\/(?:dashboard|compat)(?:\/|$|\?)/;

export function createFront(
  app: Pick<App, "env" | "gate" | "hasher" | "pool">,
  { answerApi, answerPage, drain, log: given }: Options,
): Answer {
  const { env } = app;
  const metrics = createMetrics(app);
  const log = given ?? createRequestLog(env.LOG_LEVEL);
  const options = {
    strictTransport: strictTransportOf(env.APP_URL),
    isDevelopment: env.NODE_ENV === "development",
  };
  const ownHost = new URL(env.APP_URL).host;

  const respondPage = (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    const path = decodedPath(request.url ?? "/");
    if (internalPath.test(path) && !options.isDevelopment) {
      if (nextPath.test(path) && !isRead(request)) return refuseMethod(response, ["GET", "HEAD"]);
      if (!builtPath.test(path)) return refuse(response, 404, "Not found");
    }
    if (!app.gate.isOpen && !builtPath.test(path)) {
      response.setHeader("Retry-After", "2");
      return refuse(response, 503, "The database isn't ready yet. Try again in a moment.");
    }
    for (const name of headersOfFileServers) delete request.headers[name];
    setPagePolicy(request, response, options);
    if (!acceptOrigin(request, env)) {
      const { origin } = request.headers;
      log.warn(
        { requestId, origin: origin?.slice(0, 200) ?? null, expected: env.APP_URL },
        "Rejected a form from another origin",
      );
      return refuse(response, 403, toOtherAddressText(env.APP_URL), otherAddressType);
    }
    if (!pageMethods.includes(request.method ?? "")) return refuseMethod(response, pageMethods);
    const page = { requestId, isForm: request.method === "POST", isActionBegun: false };
    completeAnswer(response, () => page.isForm && !page.isActionBegun);
    return pageRequests.run(page, () => answerPage(request, response));
  };

  return async (request, response) => {
    drain.mark(response);
    setFixedHeaders(response, options);
    const problem = settleTarget(request, env);
    const url = request.url ?? "/";
    // A rejected URL may contain a password.
    const path = url.startsWith("/") ? (url.split("?", 1)[0] ?? "/") : "";
    if (problem === null) {
      if (path === "/health/live" || path === "/health/ready") {
        return answerHealth(path, response, app, drain.isDraining());
      }
      if (path === "/metrics") return metrics.answer(request, response);
    }
    const apiHost = findHost(env.COMPAT_HOSTS, request.headers.host, ownHost);
    const area = apiHost?.api ?? areaOf(path);
    const meta = rewriteHeaders(request, env);
    response.setHeader("X-Request-Id", meta.requestId);
    whenDone(request, response, path, { area, log, metrics }, meta);
    if (problem !== null) return refuse(response, 400, problem);
    const isApi = apiHost !== undefined || apiPath.test(url);
    if (isApi) response.setHeader("Cache-Control", "no-store");
    const work = async () => (isApi ? answerApi(request, response) : respondPage(request, response, meta.requestId));
    return traceRequest(request, response, { area, requestId: meta.requestId }, work);
  };
}

function refuse(response: ServerResponse, status: number, sentence: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(`${sentence}\n`);
}

function refuseMethod(response: ServerResponse, allowed: string[]): void {
  response.setHeader("Allow", allowed.join(", "));
  refuse(response, 405, `Only ${allowed.join(", ")} can be used here.`);
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

/** Skips assets. */
function whenDone(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { area, log, metrics }: { area: string; log: Log; metrics: Metrics },
  meta: { requestId: string; ip: string },
): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const elapsed = performance.now() - startedAt;
    const { method = "" } = request;
    const status = response.statusCode;
    if (path.startsWith("/_next/static/") && isRead(request) && status < 400) return;
    metrics.observe({ area, method, status, seconds: elapsed / 1_000 });
    const line = { method, path, status, milliseconds: Math.round(elapsed), ...meta };
    // 503 is logged elsewhere.
    if (status >= 500 && status !== 503) log.error(line, "request");
    else log.info(line, "request");
  });
}
