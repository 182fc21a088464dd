import { Readable } from "node:stream";
import type { z } from "@hono/zod-openapi";
import { type Context, Hono } from "hono";
import { type AppContext, type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { isFreeOnSuccess } from "@/lib/core/kernel/limits";
import { isHasherOverloaded } from "@/lib/core/kernel/ports";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { clientKey } from "@/lib/values/client-key";
import { accessSteps } from "./access";
import { AnswerHeaders, jsonResponse } from "./answer-headers";
import type { Api } from "./api";
import { appendClearedCookies, appendSessionCookies, readBearer, readCredentials } from "./cookies";
import { fieldErrorsOf } from "./field-errors";
import { openApiOf } from "./openapi";
import { checkCsrfHeader, checkOrigin } from "./origin";
import { jsonOf, type ReadBody, readBody } from "./read-body";
import { readQuery } from "./read-query";
import { requestMeta } from "./request-meta";
import type { Answer, FileType, RequestContext, Route } from "./route";
import { type ApiError, fail, pass, type Step } from "./transport-errors";
import { isDatabaseUnavailable } from "./unavailable";

const retryUnavailableSeconds = 2;

export function mountApi(app: AppContext, api: Api): Hono {
  const hono = new Hono();
  const { base, routes } = api;
  const steps = accessSteps(api.name, api);
  const origins = allowedOrigins(app.config.appUrl);
  const open = (request: Request, id = "") => openContext(app, api, request, id);

  async function respond(route: Route | null, { req }: Context): Promise<Response> {
    const call = open(req.raw, req.param("id"));
    if (route?.acts && req.raw.method === "HEAD") {
      return new Response(null, { status: 204, headers: call.headers.toInit() });
    }
    try {
      const allowed = (await api.before?.(call, route)) ?? pass();
      if (!allowed.ok) return errorResponse(api, call, allowed.error);
      if (!route) return errorResponse(api, call, { code: "route_not_found" });
      const sameSite = api.usesCookies ? checkSite(call, route, origins) : pass();
      if (!sameSite.ok) return errorResponse(api, call, sameSite.error);
      const body = await readBody(call.request);
      const outcome = await route.handle(call, steps, (schema) => readInput(api, route, call, body, schema));
      if (outcome.ok) {
        await returnPoint(call.ctx, route);
        return successResponse(api, call, route, outcome.value);
      }
      const { code } = outcome.error;
      if (call.credentials.fromCookies && route.clearsCookiesOn?.includes(code)) {
        appendClearedCookies(call.headers, app.config.appUrl);
      }
      return errorResponse(api, call, outcome.error);
    } catch (thrown) {
      return faultResponse(api, call, thrown);
    }
  }

  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = `${base}${route.path.replace("{id}", ":id")}`;
    for (const spelled of route.path === "" ? [path, `${path}/`] : [path]) {
      hono.on(route.method.toUpperCase(), spelled, (context) => respond(route, context));
      methods.set(spelled, [...(methods.get(spelled) ?? []), route.method.toUpperCase()]);
    }
  }
  const documentPath = `${base}${api.documentPath}`;
  let document: unknown;
  hono.get(documentPath, ({ req }) => {
    document ??= openApiOf(api, app.config);
    return jsonResponse(document, 200, open(req.raw).headers);
  });
  methods.set(documentPath, ["GET"]);
  for (const [path, allowed] of methods) {
    const allow = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    hono.all(path, ({ req }) => {
      const call = open(req.raw);
      call.headers.set("Allow", allow);
      return errorResponse(api, call, { code: "method_not_allowed" });
    });
  }
  const unknown = (context: Context) => respond(null, context);
  hono.all(base, unknown);
  hono.all(`${base}/*`, unknown);
  return hono;
}

export function unknownPathResponse(app: AppContext, api: Api, request: Request): Response {
  return errorResponse(api, openContext(app, api, request, ""), { code: "route_not_found" });
}

function openContext(app: AppContext, api: Api, request: Request, id: string): RequestContext {
  const meta = { ...requestMeta(request), via: api.name };
  const { appUrl } = app.config;
  const credentials = api.usesCookies ? readCredentials(request.headers, appUrl) : readBearer(request.headers);
  const { deviceToken } = credentials;
  return {
    request,
    id,
    ctx: forRequest(app, deviceToken === undefined ? meta : { ...meta, deviceToken }),
    headers: new AnswerHeaders(appUrl, meta.requestId),
    credentials,
  };
}

/** Checks the origin of unsafe requests, and the CSRF header where cookies authenticate. */
function checkSite(call: RequestContext, { access }: Route, origins: ReadonlySet<string>): Step<undefined> {
  const { headers, method } = call.request;
  const { accessToken, fromCookies } = call.credentials;
  const isBearer = accessToken !== undefined && !fromCookies;
  if (method === "GET" || method === "HEAD" || isBearer) return pass();
  const origin = checkOrigin(headers, origins);
  if (!origin.ok || access === "public" || !fromCookies) return origin;
  return checkCsrfHeader(headers);
}

function readInput<Input extends z.ZodType>(
  api: Api,
  route: Route,
  { request }: RequestContext,
  body: ReadBody,
  schema: Input,
): Step<z.output<Input>> {
  const isRead = request.method === "GET" || request.method === "HEAD";
  const given = isRead ? readQuery(new URL(request.url)) : jsonOf(request, body);
  if (!given.ok) return given;
  const parsed = schema.safeParse(given.value ?? {});
  if (parsed.success) return pass(parsed.data);
  const fieldErrors = fieldErrorsOf(parsed.error.issues, given.value ?? {});
  return fail(api.inputError?.(route, fieldErrors) ?? "validation_failed", { fieldErrors });
}

function successResponse(
  { envelope }: Api,
  { ctx, headers }: RequestContext,
  { message: usual = "", status }: Route,
  answer: Answer<unknown>,
): Response {
  const { appUrl } = ctx.config;
  if (answer.session) appendSessionCookies(headers, appUrl, answer.session, ctx.clock.now());
  if (answer.clearCookies) appendClearedCookies(headers, appUrl);
  if (answer.clearSiteData) headers.set("Clear-Site-Data", '"cache", "storage"');
  const message = answer.message ?? usual;
  if ("file" in answer) return fileResponse(answer, status, headers);
  if ("stream" in answer) {
    const { fileName, stream } = answer;
    return fileResponse({ file: inEnvelope(stream, message), fileType: "application/json", fileName }, status, headers);
  }
  return jsonResponse(envelope ? envelope.wrap(answer.data, message) : answer.data, status, headers);
}

async function* inEnvelope(stream: AsyncGenerator<string>, message: string): AsyncGenerator<string> {
  yield '{"success":true,"data":';
  yield* stream;
  yield `,"message":${JSON.stringify(message)}}`;
}

/** Stops reading on disconnect. */
function fileResponse(
  { file, fileType, fileName }: { file: AsyncGenerator<string>; fileType: FileType; fileName: string },
  status: number,
  headers: AnswerHeaders,
): Response {
  headers.set("Content-Type", `${fileType}; charset=utf-8`);
  headers.set("Content-Disposition", `attachment; filename="${fileName}"`);
  const body = Readable.toWeb(Readable.from(file, { objectMode: false }));
  return new Response(body as ReadableStream, { status, headers: headers.toInit() });
}

function errorResponse(api: Api, { ctx, headers }: RequestContext, error: ApiError): Response {
  const { status, body } = api.errorOf(error, ctx.request.requestId);
  if (error.retryAfterSeconds !== undefined) headers.set("Retry-After", String(error.retryAfterSeconds));
  if (status === 401 && !api.usesCookies) headers.set("WWW-Authenticate", "Bearer");
  return jsonResponse(body, status, headers);
}

function faultResponse(api: Api, call: RequestContext, thrown: unknown): Response {
  if (isHasherOverloaded(thrown)) {
    return errorResponse(api, call, { code: "overloaded", retryAfterSeconds: thrown.retryAfterSeconds });
  }
  const { ctx, request } = call;
  const { pathname } = new URL(request.url);
  const where = { requestId: ctx.request.requestId, method: request.method, path: pathname, err: thrown };
  if (isDatabaseUnavailable(thrown)) {
    ctx.log.warn(where, "the database cannot serve a request");
    return errorResponse(api, call, { code: "database_unavailable", retryAfterSeconds: retryUnavailableSeconds });
  }
  ctx.log.error(where, "a request failed unexpectedly");
  return errorResponse(api, call, { code: "internal" });
}

async function returnPoint({ config, limits, request }: CoreContext, { limit }: Route): Promise<void> {
  if (limit && isFreeOnSuccess(limit, config)) await limits.giveBack(limit, clientKey(request.ip));
}
