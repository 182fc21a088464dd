import type { z } from "@hono/zod-openapi";
import type { Act, ActorOf } from "@/lib/core/kernel/act";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { err, ok } from "@/lib/core/kernel/result";
import { isId } from "@/lib/values/tokens";
import type { Definition } from "./definition";
import { documented, type Endpoint } from "./endpoint";
import { respond } from "./pipeline";
import { type ActorStep, adminStep, personOrKeyStep, reviewerStep, userStep } from "./steps";

interface Options {
  description?: string;
  status?: 200 | 201 | 202;
  /** For people, beside the data. */
  message?: string;
}

type Route = <
  Access extends keyof ActorOf,
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Code extends ErrorCode,
>(
  path: string,
  act: Act<Access, Input, Output, Code>,
  summary: string,
  options?: Options,
) => Endpoint;

export const get: Route = (...given) => route("get", ...given);
export const post: Route = (...given) => route("post", ...given);
export const patch: Route = (...given) => route("patch", ...given);
export const del: Route = (...given) => route("delete", ...given);

const steps: { [Access in keyof ActorOf]: ActorStep<ActorOf[Access]> } = {
  user: userStep,
  key: personOrKeyStep,
  reviewer: reviewerStep,
  admin: adminStep,
};

/**
 * An act as an endpoint. `{id}` in the path is the act's `id`; the body or query is the rest of its input. An id that
 * isn't one is answered with the act's own "not found".
 */
function route<
  Access extends keyof ActorOf,
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Code extends ErrorCode,
>(
  method: Endpoint["method"],
  path: string,
  act: Act<Access, Input, Output, Code>,
  summary: string,
  { description, status = 200, message = "OK." }: Options = {},
): Endpoint {
  const { access, allowedBeforeMfa, errors, example, input, output } = act;
  const unknownId = errors.find((code) => code.endsWith("not_found")) ?? "not_found";
  const takesId = path.includes("{id}");
  const body = takesId ? input.omit({ id: true }) : input;
  const definition: Definition<typeof body, Output, Code | "not_found", ActorOf[Access]> = {
    method,
    path,
    summary,
    ...(description === undefined ? {} : { description }),
    input: body,
    ...(example.input && method !== "get" ? { inputExample: example.input } : {}),
    status,
    data: output,
    dataExample: example.output,
    message,
    refusals: errors,
    ...(allowedBeforeMfa ? { allowedBeforeMfa } : {}),
    async run({ ctx, actor, input: rest, id }) {
      if (takesId && !isId(id)) return err(unknownId);
      const outcome = await act(ctx, actor, { ...rest, ...(takesId ? { id } : {}) } as z.output<Input>);
      return outcome.ok ? ok({ data: outcome.value }) : outcome;
    },
  };
  return {
    ...documented(definition, access),
    respond: (exchange) => respond(definition, exchange, { actor: steps[access], isPublic: false }),
  };
}
