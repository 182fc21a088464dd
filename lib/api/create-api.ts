import { Hono } from "hono";
import type { AppContext } from "@/lib/core/kernel/context";
import { findHost } from "@/lib/values/hosts";
import { apisOf, compatPrefix } from "./apis";
import { AnswerHeaders, jsonResponse, secureOtherAnswers } from "./http/answer-headers";
import { mountApi, unknownPathResponse } from "./http/mount";
import { requestMeta } from "./http/request-meta";
import { adminApi } from "./pacspace/api";

/** Serves COMPAT_HOSTS at the documents' own paths. */
export function createApi(app: AppContext): Hono {
  const ownHost = new URL(app.config.appUrl).host;
  const api = new Hono({ getPath: (request) => pathOf(app, ownHost, new URL(request.url)) });
  api.use(secureOtherAnswers(app.config.appUrl));
  for (const one of apisOf(app)) api.route("/", mountApi(app, one));
  api.all("/dashboard/*", ({ req }) => unknownPathResponse(app, adminApi, req.raw));
  api.notFound(({ req }) => nowhere(app, req.raw));
  return api;
}

function nowhere({ config }: AppContext, request: Request): Response {
  return jsonResponse({ error: "not_found" }, 404, new AnswerHeaders(config.appUrl, requestMeta(request).requestId));
}

function pathOf(app: AppContext, ownHost: string, { host, pathname }: URL): string {
  const named = findHost(app.config.compatHosts, host, ownHost);
  if (!named) return pathname;
  return `${compatPrefix(named.api)}${pathname === "/" ? "" : pathname}`;
}

const apis = new WeakMap<AppContext, Hono>();

/** Creates the API once per process. */
export function apiOf(app: AppContext): Hono {
  const api = apis.get(app) ?? createApi(app);
  apis.set(app, api);
  return api;
}
