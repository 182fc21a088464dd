import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Act, ActInput, ActorOf } from "@/lib/core/kernel/act";
import {
  type AdminActor,
  type ReviewerActor,
  requireAdmin,
  requireReviewer,
  type UserActor,
} from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { isFreeOnSuccess, type LimitName } from "@/lib/core/kernel/limits";
import { isHasherOverloaded } from "@/lib/core/kernel/ports";
import { err, ok, type Result } from "@/lib/core/kernel/result";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import { beginAction } from "@/lib/platform/server/page-request";
import { clientKey } from "@/lib/values/client-key";
import type { ActionResult } from "./action-result";
import { webContext } from "./context";
import { findOrRefreshUser } from "./refresh-in-action";
import { renderError, renderInternal } from "./render-error";

/* server.ts has checked the origin. */

type Action<Value> = (raw: unknown) => Promise<ActionResult<Value>>;
type Outcome<Value> = Promise<Result<Value, ErrorCode>>;

interface PublicAction<Schema extends z.ZodType, Value> {
  input: Schema;
  /** Per client address, shared with the API's endpoint. */
  limit: LimitName;
  run(ctx: CoreContext, input: z.output<Schema>): Outcome<Value>;
}

interface ActorAction<Schema extends z.ZodType, Actor, Value> {
  input: Schema;
  /** Works before required 2FA is set up. */
  allowedBeforeMfa?: true;
  run(ctx: CoreContext, actor: Actor, input: z.output<Schema>): Outcome<Value>;
}

export function definePublicAction<Schema extends z.ZodType, Value>(
  action: PublicAction<Schema, Value>,
): Action<Value> {
  return pipeline(async (ctx, raw) => {
    const client = clientKey(ctx.request.ip);
    const limited = await takeLimit(ctx, action.limit, client);
    if (!limited.ok) return limited;
    const input = parse(action.input, raw);
    if (!input.ok) return input;
    const outcome = await action.run(ctx, input.value);
    if (outcome.ok && isFreeOnSuccess(action.limit, ctx.config)) await ctx.limits.giveBack(action.limit, client);
    return outcome;
  });
}

export function defineUserAction<Schema extends z.ZodType, Value>(
  action: ActorAction<Schema, UserActor, Value>,
): Action<Value> {
  return defineActorAction(action, ok);
}

export function defineAdminAction<Schema extends z.ZodType, Value>(
  action: ActorAction<Schema, AdminActor, Value>,
): Action<Value> {
  return defineActorAction(action, requireAdmin);
}

export function defineReviewerAction<Schema extends z.ZodType, Value>(
  action: ActorAction<Schema, ReviewerActor, Value>,
): Action<Value> {
  return defineActorAction(action, requireReviewer);
}

const narrowTo: { [Access in keyof ActorOf]: (user: UserActor) => Result<ActorOf[Access], ErrorCode> } = {
  user: ok,
  key: ok,
  reviewer: requireReviewer,
  admin: requireAdmin,
};

export function serverAction<
  Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode,
>(act: Act<Access, Input, Output, Code>): (input: z.input<Input>) => Promise<ActionResult<z.input<Output>>> {
  const { access, allowedBeforeMfa, input } = act;
  return defineActorAction({ input, run: act, ...(allowedBeforeMfa ? { allowedBeforeMfa } : {}) }, narrowTo[access]);
}

/** Authorizes before it validates input. */
function defineActorAction<Schema extends z.ZodType, Actor, Value>(
  action: ActorAction<Schema, Actor, Value>,
  narrow: (user: UserActor) => Result<Actor, ErrorCode>,
): Action<Value> {
  return pipeline(async (ctx, raw) => {
    const user = await findOrRefreshUser(ctx);
    if (!user.ok) return user;
    const limited = await takeLimit(ctx, "session", user.value.session.id);
    if (!limited.ok) return limited;
    if (isConfined(ctx, user.value) && !action.allowedBeforeMfa) return err("mfa_setup_required");
    const actor = narrow(user.value);
    if (!actor.ok) return actor;
    const input = parse(action.input, raw);
    return input.ok ? action.run(ctx, actor.value, input.value) : input;
  });
}

function pipeline<Value>(steps: (ctx: CoreContext, raw: unknown) => Outcome<Value>): Action<Value> {
  return async (raw) => {
    beginAction();
    const ctx = await webContext();
    try {
      const outcome = await steps(ctx, raw);
      return outcome.ok ? outcome : await renderError(ctx, outcome.error);
    } catch (thrown) {
      // Next's redirect() and forbidden() throw.
      unstable_rethrow(thrown);
      if (isHasherOverloaded(thrown)) return renderError(ctx, { code: "overloaded", retryAfterSeconds: 1 });
      ctx.log.error({ err: thrown, requestId: ctx.request.requestId }, "An action failed");
      return renderInternal(ctx);
    }
  };
}

async function takeLimit(ctx: CoreContext, name: LimitName, key: string): Promise<Result<undefined, "rate_limited">> {
  const state = await ctx.limits.consume(name, key);
  return state.allowed
    ? { ok: true, value: undefined }
    : err("rate_limited", { retryAfterSeconds: state.retryAfterSeconds });
}

function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): Result<z.output<Schema>, "validation_failed"> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fieldErrors: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? "form");
    fieldErrors[field] ??= [];
    fieldErrors[field].push(issue.message);
  }
  return err("validation_failed", { fieldErrors });
}
