import type { z } from "@hono/zod-openapi";
import { type Context, Hono } from "hono";
import { AnswerHeaders, jsonResponse } from "@/lib/api/http/answer-headers";
import { fieldErrorsOf } from "@/lib/api/http/field-errors";
import { jsonOf, type ReadBody, readBody } from "@/lib/api/http/read-body";
import { readQuery } from "@/lib/api/http/read-query";
import { requestMeta } from "@/lib/api/http/request-meta";
import { type ApiError, pass, refuse, type Step } from "@/lib/api/http/transport-errors";
import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { type AppContext, forRequest } from "@/lib/core/kernel/context";
import { isHasherOverloaded } from "@/lib/core/kernel/ports";
import type { Dialect } from "./dialect";
import { openApiOf } from "./openapi";
import type { Exchange, Reply, Route } from "./route";

const retryUnavailableSeconds = 2;

/** An API of bearer tokens under its base: routes, its OpenAPI document, and its own words down to unknown paths and faults. */
export function mountBearerApi(app: AppContext, dialect: Dialect): Hono {
  const api = new Hono();
  const { base, routes } = dialect;
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = `${base}${route.path.replace("{id}", ":id")}`;
    // The base itself is one place, with a trailing slash and without.
    for (const spelled of route.path === "" ? [path, `${path}/`] : [path]) {
      api.on(route.method.toUpperCase(), spelled, (context) => respond(app, dialect, route, context));
      methods.set(spelled, [...(methods.get(spelled) ?? []), route.method.toUpperCase()]);
    }
  }
  let document: unknown;
  api.get(`${base}${dialect.documentPath}`, ({ req }) => {
    document ??= openApiOf(dialect, app.config);
    return jsonResponse(document, 200, open(app, dialect, req.raw, "").headers);
  });
  methods.set(`${base}${dialect.documentPath}`, ["GET"]);
  for (const [path, allowed] of methods) {
    const allow = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    api.all(path, ({ req }) => {
      const exchange = open(app, dialect, req.raw, "");
      exchange.headers.set("Allow", allow);
      return refused(dialect, exchange, { code: "method_not_allowed" });
    });
  }
  const unknown = (context: Context) => respond(app, dialect, null, context);
  api.all(base, unknown);
  api.all(`${base}/*`, unknown);
  return api;
}

/** Null: there is no such route, which an API that has to be set up first does not say before that. */
async function respond(app: AppContext, dialect: Dialect, route: Route | null, { req }: Context): Promise<Response> {
  const exchange = open(app, dialect, req.raw, req.param("id") ?? "");
  if (route?.acts && req.raw.method === "HEAD") {
    return new Response(null, { status: 204, headers: exchange.headers.toInit() });
  }
  try {
    const barred = dialect.gate ? await dialect.gate(exchange, route) : pass();
    const outcome = !barred.ok ? barred : route ? await handle(route, exchange) : refuse("route_not_found");
    if (!outcome.ok) return refused(dialect, exchange, outcome.error);
    const { body } = outcome.value;
    return jsonResponse(body, route?.status ?? 200, exchange.headers);
  } catch (thrown) {
    return fault(dialect, exchange, thrown);
  }
}

function open(app: AppContext, dialect: Dialect, request: Request, id: string): Exchange {
  const meta = { ...requestMeta(request), via: dialect.name };
  const authorization = request.headers.get("authorization") ?? "";
  const token = /^bearer /i.test(authorization) ? authorization.slice("bearer ".length).trim() : null;
  const headers = new AnswerHeaders(app.config.appUrl, meta.requestId);
  return { request, id, token, ctx: forRequest(app, meta), headers };
}

async function handle(route: Route, exchange: Exchange): Promise<Step<Reply<unknown>>> {
  const body = await readBody(exchange.request);
  return route.handle(exchange, (schema) => inputOf(exchange, body, schema));
}

function inputOf<Input extends z.ZodType>({ request }: Exchange, body: ReadBody, schema: Input): Step<z.output<Input>> {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const given = isRead ? readQuery(new URL(request.url)) : jsonOf(request, body);
  if (!given.ok) return given;
  const parsed = schema.safeParse(given.value ?? {});
  if (parsed.success) return pass(parsed.data);
  return refuse("validation_failed", { fieldErrors: fieldErrorsOf(parsed.error.issues, given.value ?? {}) });
}

function refused(dialect: Dialect, { ctx, headers }: Exchange, error: ApiError): Response {
  const { status, body } = dialect.refuse(error, ctx.request.requestId);
  if (error.retryAfterSeconds !== undefined && (status === 429 || status === 503)) {
    headers.set("Retry-After", String(error.retryAfterSeconds));
  }
  if (status === 401) headers.set("WWW-Authenticate", "Bearer");
  return jsonResponse(body, status, headers);
}

function fault(dialect: Dialect, exchange: Exchange, thrown: unknown): Response {
  if (isHasherOverloaded(thrown)) {
    return refused(dialect, exchange, { code: "overloaded", retryAfterSeconds: thrown.retryAfterSeconds });
  }
  const { ctx, request } = exchange;
  const { pathname } = new URL(request.url);
  const where = { requestId: ctx.request.requestId, method: request.method, path: pathname, err: thrown };
  if (isDatabaseUnavailable(thrown)) {
    ctx.log.warn(where, "the database cannot serve a request");
    return refused(dialect, exchange, { code: "database_unavailable", retryAfterSeconds: retryUnavailableSeconds });
  }
  ctx.log.error(where, "a request failed unexpectedly");
  return refused(dialect, exchange, { code: "internal" });
}
