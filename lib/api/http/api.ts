import type { z } from "@hono/zod-openapi";
import type { Audience } from "@/lib/core/sessions/audiences";
import type { Access, RequestContext, Route } from "./route";
import type { ApiError, ApiErrorCode, Step, TransportCode } from "./transport-errors";

/** One HTTP API: its routes, and the shapes of its answers. */
export interface Api {
  /** Also the audience of its sessions. */
  name: Audience;
  title: string;
  description: string;
  /** Where it lives here; its document's own path is the same below its host. */
  base: string;
  /** Below the base. */
  documentPath: string;
  routes: readonly Route[];
  /** True when browsers call it with session cookies, so that other sites have to be ruled out. */
  usesCookies: boolean;
  takesApiKeys: boolean;
  /** The envelope of a success, where there is one. */
  envelope?: { wrap(data: unknown, message: string): unknown; schema(output: z.ZodType): z.ZodType };
  /** Only codes that its routes can return have an answer here; the API's own table says which. */
  errorOf(error: ApiError, requestId: string): { status: number; body: unknown; name: string };
  errorSchema: z.ZodType;
  /** For input that its schema rejects, where the API documents another code than `validation_failed`. */
  inputError?(route: Route, fieldErrors: Record<string, string[]>): ApiErrorCode;
  /** Runs before each route, and before an unknown path (null). */
  before?(call: RequestContext, route: Route | null): Promise<Step<undefined>>;
}

type CookieError = "csrf_header_required" | "origin_rejected" | "api_key_not_allowed" | "admin_required";

/** Errors that the transport adds to those of the routes. */
export type ImpliedError =
  | Exclude<TransportCode, CookieError>
  | "validation_failed"
  | "unauthenticated"
  | "mfa_setup_required"
  | "rate_limited"
  | "overloaded";

/** Those that an API with cookies adds. */
export type ImpliedCookieError = ImpliedError | CookieError;

/** Every error that a route documents: its own, and those of the checks in front of it. */
export function documentedErrors({ usesCookies }: Pick<Api, "usesCookies">, route: Route): ApiErrorCode[] {
  const { access, allowedBeforeMfa, errors, method } = route;
  const isUnsafe = method !== "get";
  const when = (condition: boolean, ...codes: ApiErrorCode[]) => (condition ? codes : []);
  return [
    ...errors,
    "validation_failed",
    ...when(isSecured(access), "unauthenticated"),
    ...when(usesCookies && isSecured(access) && access !== "key", "api_key_not_allowed"),
    ...when(isSecured(access) && !allowedBeforeMfa, "mfa_setup_required"),
    ...when(access === "admin" || access === "reviewer", "admin_required"),
    ...when(usesCookies && isUnsafe && access !== "public", "csrf_header_required"),
    ...when(usesCookies && isUnsafe, "origin_rejected"),
    ...when(isUnsafe, "body_too_large", "body_too_slow", "unsupported_media_type"),
    "rate_limited",
    "overloaded",
    "internal",
  ];
}

/** True when a route needs a signed-in user or a key. */
export function isSecured(access: Access): boolean {
  return access !== "public" && access !== "cookies";
}
