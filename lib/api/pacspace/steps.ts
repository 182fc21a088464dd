import type { z } from "@hono/zod-openapi";
import type { Credentials } from "@/lib/api/http/cookies";
import { fieldErrorsOf } from "@/lib/api/http/field-errors";
import { checkCsrfHeader, checkOrigin } from "@/lib/api/http/origin";
import { jsonOf, type ReadBody } from "@/lib/api/http/read-body";
import { readQuery } from "@/lib/api/http/read-query";
import { takeLimit } from "@/lib/api/http/take-limit";
import { pass, refuse, type Step } from "@/lib/api/http/transport-errors";
import { apiKeyPrefix } from "@/lib/core/api-keys/key-format";
import { resolveApiKey } from "@/lib/core/api-keys/resolve-api-key";
import type { UnderRequirement } from "@/lib/core/kernel/actors";
import {
  type AdminActor,
  type ReviewerActor,
  requireAdmin,
  requireReviewer,
  type UserActor,
} from "@/lib/core/kernel/actors";
import type { ProjectActor } from "@/lib/core/kernel/api-key-actor";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { LimitName } from "@/lib/core/kernel/limits";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import type { Exchange } from "./exchange";

/** What an endpoint says of its callers. */
interface Needs {
  limit?: LimitName;
  allowedBeforeMfa?: true;
}

/** Who asks, and the limit that goes with it. */
export type ActorStep<Actor> = (exchange: Exchange, needs: Needs) => Promise<Step<Actor>>;

export const publicStep: ActorStep<null> = async (exchange, { limit }) => {
  const limited = await takeLimit(exchange.ctx, exchange.headers, limit ?? "session");
  return limited.ok ? pass(null) : limited;
};

/**
 * By its prefix, never by trying one and then the other; and only as a bearer token: what a browser sends along by
 * itself is a session or nothing.
 */
function keyOf({ accessToken, fromCookies }: Credentials): string | null {
  return !fromCookies && accessToken?.startsWith(apiKeyPrefix) ? accessToken : null;
}

/** Refuses whoever has to set up two-factor authentication first, except where that is allowed. */
function mfaStep<Actor extends UnderRequirement>(ctx: CoreContext, actor: Actor, needs: Needs): Step<Actor> {
  return isConfined(ctx, actor) && !needs.allowedBeforeMfa ? refuse("mfa_setup_required") : pass(actor);
}

export const userStep: ActorStep<UserActor> = async ({ ctx, headers, credentials }, needs) => {
  const key = keyOf(credentials);
  // A key is no way to an account's security.
  if (key) return refuse((await resolveApiKey(ctx, key)) ? "api_key_not_allowed" : "unauthenticated");
  const actor = credentials.accessToken ? await resolveSession(ctx, credentials.accessToken, nativeAudience) : null;
  if (!actor) return refuse("unauthenticated");
  const limited = await takeLimit(ctx, headers, "session", actor.session.id);
  return limited.ok ? mfaStep(ctx, actor, needs) : limited;
};

/** Who calls a public endpoint, if it is somebody with a live session. */
export async function findCaller(ctx: CoreContext, { accessToken }: Credentials): Promise<UserActor | null> {
  return accessToken ? resolveSession(ctx, accessToken, nativeAudience) : null;
}

/** A person, or a program with an API key. */
export const personOrKeyStep: ActorStep<ProjectActor> = async (exchange, needs) => {
  const { ctx, headers, credentials } = exchange;
  const key = keyOf(credentials);
  if (!key) return userStep(exchange, needs);
  const actor = await resolveApiKey(ctx, key);
  if (!actor) return refuse("unauthenticated");
  const limited = await takeLimit(ctx, headers, "session", actor.key.id);
  return limited.ok ? mfaStep(ctx, actor, needs) : limited;
};

export const adminStep: ActorStep<AdminActor> = async (exchange, needs) => {
  const user = await userStep(exchange, needs);
  return user.ok ? requireAdmin(user.value) : user;
};

export const reviewerStep: ActorStep<ReviewerActor> = async (exchange, needs) => {
  const user = await userStep(exchange, needs);
  return user.ok ? requireReviewer(user.value) : user;
};

/** Rules out other sites: by origin for every unsafe request, and by the header where cookies speak for somebody. */
export function crossSiteStep(exchange: Exchange, isPublic: boolean): Step<undefined> {
  const { headers, method } = exchange.request;
  const { credentials } = exchange;
  const isBearer = credentials.accessToken !== undefined && !credentials.fromCookies;
  if (method === "GET" || method === "HEAD" || isBearer) return pass();
  const origin = checkOrigin(headers, exchange.allowedOrigins);
  if (!origin.ok || isPublic || !credentials.fromCookies) return origin;
  return checkCsrfHeader(headers);
}

const passwordRules = new Set(["password_too_short", "password_too_long"]);
const newPasswordFields = new Set(["password", "newPassword"]);

/**
 * Body or query through the endpoint's schema. Where a password is chosen, and it alone is at fault, the refusal is the
 * one that the policy gives for guessable ones too.
 */
export function inputStep<Input extends z.ZodType>(
  exchange: Exchange,
  body: ReadBody,
  schema: Input,
  choosesPassword: boolean,
): Step<z.output<Input>> {
  const { request } = exchange;
  const isRead = request.method === "GET" || request.method === "HEAD";
  const given = isRead ? readQuery(exchange.url) : jsonOf(request, body);
  if (!given.ok) return given;
  const parsed = schema.safeParse(given.value ?? {});
  if (parsed.success) return pass(parsed.data);
  const fieldErrors = fieldErrorsOf(parsed.error.issues, given.value ?? {});
  const isPolicy =
    choosesPassword &&
    Object.entries(fieldErrors).every(
      ([field, rules]) => newPasswordFields.has(field) && rules.every((rule) => passwordRules.has(rule)),
    );
  return refuse(isPolicy ? "password_rejected" : "validation_failed", { fieldErrors });
}
