import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { App } from "../context";
import { isLocalRequest } from "../local-access";
import { readBacklog } from "./backlog";

/** Few values, to bound the metrics' labels. */
export function areaOf(path: string): string {
  const [, first = "", second = ""] = path.split("/", 3);
  if (first === "dashboard") return second === "admin" ? "admin" : "pacspace";
  if (first !== "compat") return "pages";
  return compatAreas.has(second) ? second : "unknown";
}

const compatAreas = new Set(["balance", "panguard", "pandora", "quazzar"]);

export interface Metrics {
  observe(request: { method: string; area: string; status: number; seconds: number }): void;
  /** 404 if not allowed. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createMetrics(app: Pick<App, "env" | "hasher" | "pool">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "foyer_http_request_duration_seconds",
    help: "Time from a request's arrival to the end of its answer",
    labelNames: ["area", "method", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => void = () => undefined) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        collect(this);
      },
    });
  gauge("foyer_password_checks", "Passwords being hashed, and waiting for it", ["state"], (it) => {
    const { running, waiting } = app.hasher.load();
    it.set({ state: "running" }, running);
    it.set({ state: "waiting" }, waiting);
  });
  gauge("foyer_database_connections", "Connections of this process's pool", ["state"], (it) => {
    it.set({ state: "idle" }, app.pool.idleCount);
    it.set({ state: "used" }, app.pool.totalCount - app.pool.idleCount);
    it.set({ state: "waited_for" }, app.pool.waitingCount);
  });
  const up = gauge("foyer_database_up", "1 when the database answered this scrape", []);
  const waiting = gauge("foyer_backlog", "What is due and not done yet, or failed in the last day", ["kind"]);

  return {
    observe({ area, method, seconds, status }) {
      requests.observe({ area, method: knownMethods.has(method) ? method : "other", status }, seconds);
    },
    async answer(request, response) {
      if (!mayRead(request, app.env)) {
        response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
        response.end("Not found\n");
        return;
      }
      const backlog = await readBacklog(app.pool).catch(() => null);
      up.set(backlog ? 1 : 0);
      waiting.reset();
      for (const [kind, count] of Object.entries(backlog ?? {})) waiting.set({ kind }, count);
      const text = await registry.metrics();
      response.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : text);
    },
  };
}

const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

function mayRead(request: IncomingMessage, env: App["env"]): boolean {
  if (env.METRICS_TOKEN === undefined) return isLocalRequest(request, env);
  const given = request.headers.authorization?.match(/^Bearer (.+)$/)?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(env.METRICS_TOKEN));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
