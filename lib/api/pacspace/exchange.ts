import { AnswerHeaders, jsonResponse } from "@/lib/api/http/answer-headers";
import { type Credentials, readCredentials } from "@/lib/api/http/cookies";
import { requestMeta } from "@/lib/api/http/request-meta";
import type { ApiError } from "@/lib/api/http/transport-errors";
import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { type AppContext, type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { isHasherOverloaded } from "@/lib/core/kernel/ports";
import { refusalBody, refusalOf } from "./refusals";

/** One request on its way through the steps, and the headers of the answer that it will get. */
export interface Exchange {
  request: Request;
  url: URL;
  id: string;
  ctx: CoreContext;
  headers: AnswerHeaders;
  credentials: Credentials;
  allowedOrigins: ReadonlySet<string>;
}

export function openExchange(
  app: AppContext,
  request: Request,
  allowedOrigins: ReadonlySet<string>,
  id: string,
): Exchange {
  const meta = { ...requestMeta(request), via: "pacspace" };
  const credentials = readCredentials(request.headers, app.config.appUrl);
  const { deviceToken } = credentials;
  return {
    request,
    url: new URL(request.url),
    id,
    ctx: forRequest(app, deviceToken === undefined ? meta : { ...meta, deviceToken }),
    headers: new AnswerHeaders(app.config.appUrl, meta.requestId),
    credentials,
    allowedOrigins,
  };
}

export function refusalResponse({ ctx, headers }: Exchange, error: ApiError): Response {
  const { status } = refusalOf(error.code);
  if (error.retryAfterSeconds !== undefined) headers.set("Retry-After", String(error.retryAfterSeconds));
  return jsonResponse(refusalBody(error, ctx.request.requestId), status, headers);
}

const retryUnavailableSeconds = 2;

/** The outermost step: says "later" when that is true, otherwise "our fault" and nothing else. */
export function faultResponse(exchange: Exchange, thrown: unknown): Response {
  if (isHasherOverloaded(thrown)) {
    return refusalResponse(exchange, { code: "overloaded", retryAfterSeconds: thrown.retryAfterSeconds });
  }
  const { ctx, request, url } = exchange;
  const where = { requestId: ctx.request.requestId, method: request.method, path: url.pathname, err: thrown };
  if (isDatabaseUnavailable(thrown)) {
    ctx.log.warn(where, "the database cannot serve a request");
    return refusalResponse(exchange, { code: "database_unavailable", retryAfterSeconds: retryUnavailableSeconds });
  }
  ctx.log.error(where, "a request failed unexpectedly");
  return refusalResponse(exchange, { code: "internal" });
}
