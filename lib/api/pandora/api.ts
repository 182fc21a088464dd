import type { Api, ImpliedError } from "@/lib/api/http/api";
import type { ErrorsOf } from "@/lib/api/http/route";
import { type ApiError, fail, pass } from "@/lib/api/http/transport-errors";
import { getSetupStatus } from "@/lib/core/settings/setup";
import { ownerRoutes, setupPath } from "./owner";
import { errorSchema } from "./schemas";
import { sessionRoutes } from "./sessions";

const routes = [...ownerRoutes, ...sessionRoutes];

type Reachable = ErrorsOf<typeof routes> | ImpliedError;

const base = "/compat/pandora";

/** The document's five codes, else ours. */
const errors: Record<Reachable, [status: number, error: string]> = {
  setup_required: [403, "setup_required"],
  already_set_up: [409, "already_setup"],
  invalid_credentials: [401, "invalid_credentials"],
  unauthenticated: [401, "unauthorized"],
  refresh_token_invalid: [401, "unauthorized"],
  refresh_token_reused: [401, "unauthorized"],
  session_renewed: [401, "unauthorized"],
  session_not_found: [404, "session_not_found"],
  login_code_required: [401, "mfa_required"],
  login_code_invalid: [401, "mfa_code_invalid"],
  setup_token_invalid: [403, "setup_token_invalid"],
  validation_failed: [400, "validation_failed"],
  password_rejected: [400, "password_rejected"],
  email_not_verified: [403, "email_not_verified"],
  account_deactivated: [403, "account_deactivated"],
  rate_limited: [429, "rate_limited"],
  overloaded: [503, "unavailable"],
  unsupported_media_type: [415, "unsupported_media_type"],
  body_too_large: [413, "body_too_large"],
  body_too_slow: [408, "body_too_slow"],
  route_not_found: [404, "not_found"],
  method_not_allowed: [405, "method_not_allowed"],
  database_unavailable: [503, "unavailable"],
  internal: [500, "internal_error"],
  mfa_setup_required: [403, "mfa_setup_required"],
  step_up_required: [403, "step_up_required"],
};

function errorOf({ code, fieldErrors }: ApiError<Reachable>) {
  const isTokenMissing = code === "validation_failed" && fieldErrors?.refreshToken?.includes("required");
  const [status, error] = isTokenMissing ? [400, "refresh_token_required"] : errors[code];
  return { status, name: code, body: { error } };
}

/** Has one owner, without an address. */
export const pandora: Api = {
  name: "pandora",
  title: "Pandora API",
  description:
    "One owner with one password: the instance's first admin. Responses have no envelope, and an error is `{error}`.",
  base,
  documentPath: "/openapi.json",
  routes,
  usesCookies: false,
  takesApiKeys: false,
  errorOf,
  errorSchema,
  async before({ ctx, request }, route) {
    const { pathname } = new URL(request.url);
    const path = route?.path ?? (pathname.startsWith(base) ? pathname.slice(base.length) : pathname);
    if (!path.startsWith("/api/") || path === setupPath) return pass();
    const { setup } = await getSetupStatus(ctx);
    return setup ? pass() : fail("setup_required");
  },
};
