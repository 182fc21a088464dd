import { Hono } from "hono";
import type { AppContext } from "@/lib/core/context";
import { mountPacspace } from "./pacspace/mount";

/** Every HTTP API of Foyer on one app. Knows nothing of the server it runs in: `api.fetch(request)` is all there is. */
export function createApi(app: AppContext): Hono {
  const api = new Hono();
  api.route("/", mountPacspace(app));
  return api;
}

const apis = new WeakMap<AppContext, Hono>();

/** The process's one API, for hosts that hand over single requests. */
export function apiOf(app: AppContext): Hono {
  const api = apis.get(app) ?? createApi(app);
  apis.set(app, api);
  return api;
}
