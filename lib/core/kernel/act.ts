import { z } from "zod";
import { type AdminActor, type ReviewerActor, requireRecentProof, type UserActor } from "./actors";
import type { ProjectActor } from "./api-key-actor";
import type { CoreContext } from "./context";
import type { ErrorCode } from "./errors";
import { ok, type Result } from "./result";

/** Who may call an act, and what the act gets to know of them. `key`: a session or an API key. */
export interface ActorOf {
  user: UserActor;
  key: ProjectActor;
  reviewer: ReviewerActor;
  admin: AdminActor;
}

/** An object, or a choice of objects. */
export type ActInput = z.ZodObject | z.ZodDiscriminatedUnion<readonly z.ZodObject[]>;

interface Declaration<
  Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode,
> {
  access: Access;
  /** Needs re-authentication within the last ten minutes; a function says for which input. Goes with the error. */
  stepUp?: "step_up_required" extends Code ? true | ((input: z.output<Input>) => boolean) : never;
  /** Works while its caller still has to set up two-factor authentication. */
  allowedBeforeMfa?: true;
  input: Input;
  /** A strict codec: the shape in code, and as JSON. A field that it doesn't name is a fault, so no column leaks. */
  output: Output;
  /** Every error that the act can return. */
  errors: readonly Code[];
  /** Valid values for the API reference and for tests. */
  example: { input?: Omit<z.input<Input>, "id">; output: z.input<Output> };
  run(
    ctx: CoreContext,
    actor: ActorOf[Access],
    input: z.output<Input>,
  ): Promise<Result<NoInfer<z.output<Output>>, NoInfer<Code>>>;
}

/** One thing that people and programs can do. Endpoints, server actions and the API reference are made from it. */
export interface Act<
  Access extends keyof ActorOf,
  Input extends ActInput,
  Output extends z.ZodType,
  Code extends ErrorCode,
> extends Readonly<Omit<Declaration<Access, Input, Output, Code>, "run">> {
  /** Checks the step-up, acts, and returns JSON. The caller has checked who the actor is and parsed the input. */
  (ctx: CoreContext, actor: ActorOf[Access], input: z.output<Input>): Promise<Result<z.input<Output>, Code>>;
}

/** Declares an act of someone who is signed in. */
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
