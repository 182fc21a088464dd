import type { z } from "@hono/zod-openapi";
import type { ApiError, Step } from "@/lib/api/http/transport-errors";
import type { CompatApi } from "@/lib/values/compat-apis";
import type { Exchange, Route } from "./route";

/** Everything in which one API of bearer tokens differs from another. */
export interface Dialect {
  name: CompatApi;
  title: string;
  description: string;
  /** Where the API lives here; its document's own path is the same below its host. */
  base: string;
  /** Below the base. */
  documentPath: string;
  routes: readonly Route[];
  /** How it says no. Total over every code, by a compiler-checked table. */
  refuse(error: ApiError, requestId: string): { status: number; body: unknown };
  refusalSchema: z.ZodType;
  /** Asked before each route, and before an unknown path (null): an API that has to be set up first says so here. */
  gate?(exchange: Exchange, route: Route | null): Promise<Step<undefined>>;
}
