import type { Dialect } from "@/lib/api/http/bearer/dialect";
import { pass, refuse } from "@/lib/api/http/transport-errors";
import { getSetupStatus } from "@/lib/core/settings/get-setup-status";
import { ownerRoutes, setupPath } from "./owner";
import { refuseInWords } from "./refusals";
import { refusalSchema } from "./schemas";
import { sessionRoutes } from "./sessions";

const base = "/compat/pandora";

/** The Pandora document's API: one owner, known without an address. */
export const pandora: Dialect = {
  name: "pandora",
  title: "Pandora API",
  description:
    "One owner with one password: the instance's first admin. Responses have no envelope, and an error is `{error}`.",
  base,
  documentPath: "/openapi.json",
  routes: [...ownerRoutes, ...sessionRoutes],
  refuse: refuseInWords,
  refusalSchema,
  /** Below `/api` nothing but the set-up answers before there is an owner. */
  async gate({ ctx, request }, route) {
    const { pathname } = new URL(request.url);
    const path = route?.path ?? (pathname.startsWith(base) ? pathname.slice(base.length) : pathname);
    if (!path.startsWith("/api/") || path === setupPath) return pass();
    const { setup } = await getSetupStatus(ctx);
    return setup ? pass() : refuse("setup_required");
  },
};
