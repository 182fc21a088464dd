import { Hono } from "hono";
import { jsonResponse } from "@/lib/api/http/answer-headers";
import type { AppContext } from "@/lib/core/kernel/context";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { type Surface, surfaces } from "./endpoints";
import { type Exchange, faultResponse, openExchange, refusalResponse } from "./exchange";
import { openApiDocument } from "./openapi";

/** The native API: every surface below its base, in the documented envelope down to unknown paths and faults. */
export function mountPacspace(app: AppContext): Hono {
  const origins = allowedOrigins(app.config.appUrl);
  const open = (request: Request, id = "") => openExchange(app, request, origins, id);
  const api = new Hono();
  for (const surface of surfaces) {
    mountEndpoints(api, surface, open);
    mountDocument(api, surface, app, open);
  }
  api.all("/dashboard/*", ({ req }) => refusalResponse(open(req.raw), { code: "route_not_found" }));
  api.onError((thrown, { req }) => faultResponse(open(req.raw), thrown));
  return api;
}

type Open = (request: Request, id?: string) => Exchange;

function mountEndpoints(api: Hono, { base, endpoints }: Surface, open: Open): void {
  const methods = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const path = `${base}${endpoint.path.replace("{id}", ":id")}`;
    api.on(endpoint.method.toUpperCase(), path, async ({ req }) => {
      const exchange = open(req.raw, req.param("id"));
      try {
        return await endpoint.respond(exchange);
      } catch (thrown) {
        return faultResponse(exchange, thrown);
      }
    });
    methods.set(path, [...(methods.get(path) ?? []), endpoint.method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) refuseOtherMethods(api, path, allowed, open);
}

function mountDocument(api: Hono, surface: Surface, app: AppContext, open: Open): void {
  const path = `${surface.base}/openapi.json`;
  let document: ReturnType<typeof openApiDocument> | undefined;
  api.get(path, ({ req }) => {
    document ??= openApiDocument(surface, app.config);
    return jsonResponse(document, 200, open(req.raw).headers);
  });
  refuseOtherMethods(api, path, ["GET"], open);
}

function refuseOtherMethods(api: Hono, path: string, allowed: string[], open: Open): void {
  const allow = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  api.all(path, ({ req }) => {
    const exchange = open(req.raw);
    exchange.headers.set("Allow", allow);
    return refusalResponse(exchange, { code: "method_not_allowed" });
  });
}
