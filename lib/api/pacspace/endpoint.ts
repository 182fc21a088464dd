import type { z } from "@hono/zod-openapi";
import type { ApiErrorCode } from "@/lib/api/http/transport-errors";
import type { AdminActor, ReviewerActor, UserActor } from "@/lib/core/kernel/actors";
import type { ProjectActor } from "@/lib/core/kernel/api-key-actor";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Access, Definition, FileType } from "./definition";
import type { Exchange } from "./exchange";
import { respond } from "./pipeline";
import { adminStep, personOrKeyStep, publicStep, reviewerStep, userStep } from "./steps";

/** An endpoint with its types closed over: what is mounted, documented and checked. */
export interface Endpoint {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  access: Access;
  summary: string;
  description: string | undefined;
  input: z.ZodType;
  inputExample: unknown;
  status: 200 | 201 | 202;
  data: z.ZodType;
  dataExample: unknown;
  message: string;
  /** Empty: the answer comes in the envelope. */
  fileTypes: readonly FileType[];
  refusals: readonly ApiErrorCode[];
  allowedBeforeMfa: boolean;
  respond(exchange: Exchange): Promise<Response>;
}

type Define<Actor> = <Input extends z.ZodType, Data extends z.ZodType, Code extends ErrorCode = never>(
  definition: Definition<Input, Data, Code, Actor>,
) => Endpoint;

/** Anybody may call it. */
export const definePublicEndpoint: Define<null> = (definition) => ({
  ...documented(definition, "public"),
  respond: (exchange) => respond(definition, exchange, { actor: publicStep, isPublic: true }),
});

/** Works with the session cookies as such. */
export const defineCookieEndpoint: Define<null> = (definition) => ({
  ...documented(definition, "cookies"),
  respond: (exchange) => respond(definition, exchange, { actor: publicStep, isPublic: false }),
});

/** Needs a live session. */
export const defineUserEndpoint: Define<UserActor> = (definition) => ({
  ...documented(definition, "user"),
  respond: (exchange) => respond(definition, exchange, { actor: userStep, isPublic: false }),
});

/** Needs a live session, or an API key as bearer token. */
export const definePersonOrKeyEndpoint: Define<ProjectActor> = (definition) => ({
  ...documented(definition, "key"),
  respond: (exchange) => respond(definition, exchange, { actor: personOrKeyStep, isPublic: false }),
});

/** Needs the live session of somebody who may decide on requests: a reviewer or an admin. */
export const defineReviewerEndpoint: Define<ReviewerActor> = (definition) => ({
  ...documented(definition, "reviewer"),
  respond: (exchange) => respond(definition, exchange, { actor: reviewerStep, isPublic: false }),
});

/** Needs the live session of an admin. */
export const defineAdminEndpoint: Define<AdminActor> = (definition) => ({
  ...documented(definition, "admin"),
  respond: (exchange) => respond(definition, exchange, { actor: adminStep, isPublic: false }),
});

export function documented<Input extends z.ZodType, Data extends z.ZodType, Code extends ErrorCode, Actor>(
  definition: Definition<Input, Data, Code, Actor>,
  access: Access,
): Omit<Endpoint, "respond"> {
  const { method, path, summary, description, input, inputExample, status, data, dataExample, message } = definition;
  return {
    ...{ method, path, access, summary, description, input, inputExample, status, data, dataExample, message },
    fileTypes: definition.fileTypes ?? [],
    allowedBeforeMfa: definition.allowedBeforeMfa ?? false,
    refusals: [
      ...definition.refusals,
      ...impliedRefusals(definition.method, access, definition.allowedBeforeMfa ?? false),
    ],
  };
}

function impliedRefusals(method: Endpoint["method"], access: Access, allowedBeforeMfa: boolean): ApiErrorCode[] {
  const isUnsafe = method !== "get";
  const isReview = access === "admin" || access === "reviewer";
  return [
    "validation_failed",
    ...(access === "public" || access === "cookies" ? [] : (["unauthenticated"] as const)),
    ...(access === "user" || isReview ? (["api_key_not_allowed"] as const) : []),
    ...(access === "public" || access === "cookies" || allowedBeforeMfa ? [] : (["mfa_setup_required"] as const)),
    ...(isReview ? (["admin_required"] as const) : []),
    ...(isUnsafe && access !== "public" ? (["csrf_header_required"] as const) : []),
    ...(isUnsafe ? (["origin_rejected", "body_too_large", "body_too_slow", "unsupported_media_type"] as const) : []),
    "rate_limited",
    "overloaded",
    "internal",
  ];
}
