import { z } from "zod";
import { type AdminActor, type ReviewerActor, requireRecentProof, type UserActor } from "./actors";
import type { ProjectActor } from "./api-key-actor";
import type { CoreContext } from "./context";
import type { ErrorCode } from "./errors";
import { ok, type Result } from "./result";

export interface ActorOf {
  user: UserActor;
  key: ProjectActor;
  reviewer: ReviewerActor;
  admin: AdminActor;
}

export type ActInput = z.ZodObject | z.ZodDiscriminatedUnion<readonly z.ZodObject[]>;

interface Declaration<
  Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode,
> {
  access: Access;
  /** Requires step-up, or a function tells for which inputs. */
  stepUp?: "step_up_required" extends Code ? true | ((input: z.output<Input>) => boolean) : never;
  /** Works for a user who must set up 2FA first. */
  allowedBeforeMfa?: true;
  input: Input;
  /** Fails on a field that it doesn't name, so no column leaks. */
  output: Output;
  errors: readonly Code[];
  example: { input?: Omit<z.input<Input>, "id">; output: z.input<Output> };
  run(
    ctx: CoreContext,
    actor: ActorOf[Access],
    input: z.output<Input>,
  ): Promise<Result<NoInfer<z.output<Output>>, NoInfer<Code>>>;
}

/** Source of endpoints, server actions and the API reference. */
export interface Act<
  Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode,
> extends Readonly<Omit<Declaration<Access, Input, Output, Code>, "run">> {
  /** Checks step-up only. The caller authenticates the actor and parses the input. */
  (ctx: CoreContext, actor: ActorOf[Access], input: z.output<Input>): Promise<Result<z.input<Output>, Code>>;
}

export function act<
  const Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode = never,
>({ run, ...declaration }: Declaration<Access, Input, Output, Code>): Act<Access, Input, Output, Code> {
  const { output, stepUp } = declaration;
  async function call(ctx: CoreContext, actor: ActorOf[Access], input: z.output<Input>) {
    if ("session" in actor && (typeof stepUp === "function" ? stepUp(input) : stepUp)) {
      const proven = requireRecentProof(ctx, actor);
      if (!proven.ok) return proven as Result<never, Code & "step_up_required">;
    }
    const outcome = await run(ctx, actor, input);
    return outcome.ok ? ok(z.encode(output, outcome.value)) : outcome;
  }
  return Object.assign(call, declaration);
}
