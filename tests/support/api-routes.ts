import { compatApis, nativeApis } from "@/lib/api/apis";
import type { Api } from "@/lib/api/http/api";
import type { Access, Route } from "@/lib/api/http/route";

/** Whose the `{id}` of a route is: the user's, everyone's in the tenant, or an admin's concern. */
type Whose = "own" | "tenant" | "instance" | "nobody";

export interface ApiRoute {
  api: Api;
  route: Route;
  /** Method and path from the root, with `{id}`. */
  name: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  access: Exclude<Access, "cookies">;
  needsStepUp: boolean;
  whose: Whose;
}

export const nativeRoutes = nativeApis.flatMap(routesOf);
export const compatRoutes = compatApis.flatMap(routesOf);
export const allRoutes = [...nativeRoutes, ...compatRoutes];

function routesOf(api: Api): ApiRoute[] {
  return api.routes.map((route) => {
    const method = route.method.toUpperCase() as ApiRoute["method"];
    const path = `${api.base}${route.path}`;
    return {
      api,
      route,
      name: `${method} ${path}`,
      method,
      path,
      access: route.access === "cookies" ? "public" : route.access,
      needsStepUp: route.errors.includes("step_up_required"),
      whose: whoseIdIn(path),
    };
  });
}

function whoseIdIn(path: string): Whose {
  if (!path.includes("{id}")) return "nobody";
  if (path.startsWith("/dashboard/admin/")) return "instance";
  return /\/(projects|team)\//.test(path) ? "tenant" : "own";
}

/** The route that a request reaches, if any. */
export function routeAt(routes: readonly ApiRoute[], method: string, pathname: string): ApiRoute | undefined {
  const fitting = routes.filter(
    ({ method: own, path }) => own === method && new RegExp(`^${path.replace("{id}", "[^/]+")}$`).test(pathname),
  );
  return fitting.find(({ path }) => !path.includes("{id}")) ?? fitting[0];
}
