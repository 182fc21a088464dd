import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { CoreError } from "@/lib/core/kernel/result";

export const transportCodes = [
  "unsupported_media_type",
  "body_too_large",
  "body_too_slow",
  "csrf_header_required",
  "origin_rejected",
  "route_not_found",
  "method_not_allowed",
  "database_unavailable",
  "internal",
] as const;

export type TransportCode = (typeof transportCodes)[number];
export type ApiErrorCode = ErrorCode | TransportCode;
export type ApiError<Code extends ApiErrorCode = ApiErrorCode> = Omit<CoreError, "code"> & { code: Code };

export type Step<Value> = { ok: true; value: Value } | { ok: false; error: ApiError };

export function pass(): { ok: true; value: undefined };
export function pass<Value>(value: Value): { ok: true; value: Value };
export function pass<Value>(value?: Value) {
  return { ok: true as const, value };
}

export function fail(code: ApiErrorCode, details: Omit<ApiError, "code"> = {}): { ok: false; error: ApiError } {
  return { ok: false, error: { code, ...details } };
}
