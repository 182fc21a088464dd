import type { z } from "@hono/zod-openapi";
import type { AnswerHeaders } from "@/lib/api/http/answer-headers";
import { takeLimit } from "@/lib/api/http/take-limit";
import { type ApiErrorCode, pass, refuse, type Step } from "@/lib/api/http/transport-errors";
import type { UnderRequirement, UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { LimitName } from "@/lib/core/kernel/limits";
import type { Result } from "@/lib/core/kernel/result";
import type { Audience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";

/** One request on its way through an API whose credential is a bearer token. */
export interface Exchange {
  request: Request;
  ctx: CoreContext;
  /** Headers of the answer, filled on the way. */
  headers: AnswerHeaders;
  /** The `{id}` of the path, else empty. */
  id: string;
  /** Null: none was sent. */
  token: string | null;
}

/** Who asks, and the limit that goes with it. */
export type ActorStep<Actor> = (exchange: Exchange, limit: LimitName | undefined) => Promise<Step<Actor>>;

export interface Reply<Body> {
  body: Body;
}

interface RouteDefinition<Input extends z.ZodType, Output extends z.ZodType, Code extends ErrorCode, Actor> {
  method: "get" | "post" | "patch" | "delete";
  /** Below the API's base; `{id}` is the only path parameter. */
  path: string;
  summary: string;
  description?: string;
  actor: ActorStep<Actor>;
  /** True when the document marks it as needing a token. */
  isSecured: boolean;
  /** Counted per client address. Secured routes without one have the token's limit. */
  limit?: LimitName;
  /** The body; of a GET, the query. */
  input: Input;
  inputExample?: unknown;
  status: 200 | 201;
  output: Output;
  outputExample: z.input<Output>;
  /** Every refusal that `run` can return. */
  refusals: readonly Code[];
  /** Works while its caller still has to set up two-factor authentication: what that needs, and the way out. */
  allowedBeforeMfa?: true;
  /** A GET that acts: HEAD does nothing and answers 204. */
  acts?: boolean;
  run(
    exchange: Exchange,
    actor: Actor,
    input: z.output<Input>,
  ): Promise<Result<Reply<NoInfer<z.input<Output>>>, NoInfer<Code>>>;
}

/** A route with its types closed over: what is mounted, documented and checked. */
export interface Route
  extends Omit<RouteDefinition<z.ZodType, z.ZodType, never, never>, "actor" | "run" | "refusals" | "outputExample"> {
  outputExample: unknown;
  refusals: readonly ApiErrorCode[];
  /** Actor, input and use case; the mount words what comes out. */
  handle(exchange: Exchange, readInput: ReadInput): Promise<Step<Reply<unknown>>>;
}

/** The query, or the body that was read before: nothing is waited for between the actor and the act. */
export type ReadInput = <Input extends z.ZodType>(schema: Input) => Step<z.output<Input>>;

export function defineRoute<
  Input extends z.ZodType,
  Output extends z.ZodType,
  Code extends ErrorCode,
  Actor extends UnderRequirement | null,
>(definition: RouteDefinition<Input, Output, Code, Actor>): Route {
  const { actor: findActor, run, ...documented } = definition;
  return {
    ...documented,
    async handle(exchange, readInput) {
      const actor = await findActor(exchange, definition.limit);
      if (!actor.ok) return actor;
      if (isConfined(exchange.ctx, actor.value) && !definition.allowedBeforeMfa) return refuse("mfa_setup_required");
      const input = readInput(definition.input);
      if (!input.ok) return input;
      const outcome = await run(exchange, actor.value, input.value);
      return outcome.ok ? pass<Reply<unknown>>(outcome.value) : outcome;
    },
  };
}

/** Anybody may call it, as often as the named limit lets one address. */
export const anybody: ActorStep<null> = async ({ ctx, headers }, limit) => {
  const limited = await takeLimit(ctx, headers, limit ?? "session");
  return limited.ok ? pass(null) : limited;
};

/** Somebody with a live session of this API. A token of another API is no token here. */
export function sessionOf(audience: Audience): ActorStep<UserActor> {
  return async ({ ctx, headers, token }, limit) => {
    if (limit) {
      const limited = await takeLimit(ctx, headers, limit);
      if (!limited.ok) return limited;
    }
    const actor = token ? await resolveSession(ctx, token, audience) : null;
    if (!actor) return refuse("unauthenticated");
    if (limit) return pass(actor);
    const limited = await takeLimit(ctx, headers, "session", actor.session.id);
    return limited.ok ? pass(actor) : limited;
  };
}
