import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "@/lib/core/ports";
import type { App } from "../context";
import { createRequestLog } from "../log";
import { traceRequest } from "../tracing";
import type { createDrain } from "./drain";
import { answerHealth } from "./health";
import { acceptOrigin, namesResource, rewriteHeaders } from "./incoming";
import { areaOf, createMetrics, type Metrics } from "./metrics";
import { setPageHeaders } from "./security-headers";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Options {
  answerApi: Answer;
  answerPage: Answer;
  drain: Pick<ReturnType<typeof createDrain>, "isDraining" | "mark">;
  /** Where the line of each request goes. */
  log?: Log;
}

const apiPath = /^\/(?:dashboard|compat)(?:\/|$|\?)/;

/** What meets a request first: decides who answers, and says what only the process may say about it. */
export function createFront(
  app: Pick<App, "env" | "hasher" | "pool">,
  { answerApi, answerPage, drain, log: given }: Options,
): Answer {
  const { env } = app;
  const metrics = createMetrics(app);
  const log = given ?? createRequestLog(env.LOG_LEVEL);
  const headers = { isSecure: env.APP_URL.startsWith("https:"), isDevelopment: env.NODE_ENV === "development" };

  const respondPage: Answer = async (request, response) => {
    setPageHeaders(request, response, headers);
    if (acceptOrigin(request, env)) return answerPage(request, response);
    response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(
      "This form was sent from another site and was refused. Open Foyer at its own address and try again.\n",
    );
  };

  return async (request, response) => {
    drain.mark(response);
    const url = request.url ?? "/";
    const path = url.split("?", 1)[0] ?? "/";
    if (!namesResource(url)) return refuseTarget(response);
    if (path === "/health/live" || path === "/health/ready") {
      return answerHealth(path, response, app, drain.isDraining());
    }
    if (path === "/metrics") return metrics.answer(request, response);
    const apiHost = env.COMPAT_HOSTS.find(({ host }) => host === request.headers.host);
    const area = apiHost?.api ?? areaOf(path);
    const meta = rewriteHeaders(request, env);
    whenDone(request, response, path, { area, log, metrics }, meta);
    const isApi = apiHost !== undefined || apiPath.test(url);
    const work = () => (isApi ? answerApi(request, response) : respondPage(request, response));
    return traceRequest(request, response, { area, requestId: meta.requestId }, work);
  };
}

/** `OPTIONS *` and the like: nothing behind this could make an address of it. */
function refuseTarget(response: ServerResponse): void {
  response.writeHead(400, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end("This request names no page.\n");
}

/** Logs and counts a request when its answer is over. */
function whenDone(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { area, log, metrics }: { area: string; log: Log; metrics: Metrics },
  meta: { requestId: string; ip: string },
): void {
  if (path.startsWith("/_next/")) return;
  const startedAt = performance.now();
  response.once("close", () => {
    const elapsed = performance.now() - startedAt;
    const { method = "" } = request;
    const status = response.statusCode;
    metrics.observe({ area, method, status, seconds: elapsed / 1_000 });
    log.info({ method, path, status, milliseconds: Math.round(elapsed), ...meta }, "request");
  });
}
