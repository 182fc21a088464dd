import type { z } from "@hono/zod-openapi";
import type { Audience } from "@/lib/core/sessions/audiences";
import type { Access, RequestContext, Route } from "./route";
import type { ApiError, ApiErrorCode, Step, TransportCode } from "./transport-errors";

export interface Api {
  /** Also its sessions' audience. */
  name: Audience;
  title: string;
  description: string;
  base: string;
  /** Relative to `base`. */
  documentPath: string;
  routes: readonly Route[];
  /** True: cross-site requests must be refused. */
  usesCookies: boolean;
  takesApiKeys: boolean;
  envelope?: { wrap(data: unknown, message: string): unknown; schema(output: z.ZodType): z.ZodType };
  errorOf(error: ApiError, requestId: string): { status: number; body: unknown; name: string };
  errorSchema: z.ZodType;
  /** Replaces `validation_failed`. */
  inputError?(route: Route, fieldErrors: Record<string, string[]>): ApiErrorCode;
  /** Null: an unknown path. */
  before?(call: RequestContext, route: Route | null): Promise<Step<undefined>>;
}

type CookieError = "csrf_header_required" | "origin_rejected" | "api_key_not_allowed" | "admin_required";

export type ImpliedError =
  | Exclude<TransportCode, CookieError>
  | "validation_failed"
  | "unauthenticated"
  | "mfa_setup_required"
  | "rate_limited"
  | "overloaded";

export type ImpliedCookieError = ImpliedError | CookieError;

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

export function isSecured(access: Access): boolean {
  return access !== "public" && access !== "cookies";
}
