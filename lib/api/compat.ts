import type { Hono } from "hono";
import type { AppContext } from "@/lib/core/kernel/context";
import type { CompatApi } from "@/lib/values/compat-apis";
import { balance } from "./balance/dialect";
import type { Dialect } from "./http/bearer/dialect";
import { mountBearerApi } from "./http/bearer/mount";
import { pandora } from "./pandora/dialect";
import { panguard } from "./panguard/dialect";
import { quazzar } from "./quazzar/dialect";

/** The APIs beside the native one, each a folder of its own. */
export const dialects: Dialect[] = [balance, panguard, pandora, quazzar];

/** Where an API lives here. */
export function compatPrefix(api: CompatApi): string {
  return `/compat/${api}`;
}

/** Mounts the APIs that are switched on. */
export function mountCompat(api: Hono, app: AppContext): void {
  for (const dialect of dialects) {
    if (app.config.compatApis.includes(dialect.name)) api.route("/", mountBearerApi(app, dialect));
  }
}
