import { type ErrorCode, type ErrorKind, errorKinds } from "@/lib/core/kernel/errors";
import type { ApiErrorCode, TransportCode } from "./transport-errors";

const byKind = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  // The public documents treat a used token as invalid input.
  gone: 400,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>;

const byTransportCode = {
  unsupported_media_type: 415,
  body_too_large: 413,
  body_too_slow: 408,
  csrf_header_required: 403,
  origin_rejected: 403,
  route_not_found: 404,
  method_not_allowed: 405,
  database_unavailable: 503,
  internal: 500,
} as const satisfies Record<TransportCode, number>;

export function statusOf(code: ApiErrorCode): number {
  return isCoreCode(code) ? byKind[errorKinds[code]] : byTransportCode[code];
}

function isCoreCode(code: ApiErrorCode): code is ErrorCode {
  return code in errorKinds;
}
