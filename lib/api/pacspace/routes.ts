import type { z } from "@hono/zod-openapi";
import { defineRoute, type Route } from "@/lib/api/http/route";
import type { Act, ActInput, ActorOf } from "@/lib/core/kernel/act";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { err, ok } from "@/lib/core/kernel/result";
import { isId } from "@/lib/values/tokens";

interface Options {
  description?: string;
  status?: 200 | 201 | 202;
  message?: string;
}

type Mount = <Access extends keyof ActorOf, Input extends ActInput, Output extends z.ZodType, Code extends ErrorCode>(
  path: string,
  act: Act<Access, Input, Output, Code>,
  summary: string,
  options?: Options,
) => Route<Code | "not_found">;

export const get: Mount = (...given) => route("get", ...given);
export const post: Mount = (...given) => route("post", ...given);
export const patch: Mount = (...given) => route("patch", ...given);
export const del: Mount = (...given) => route("delete", ...given);

/**
 * Takes the act's `id` from the path, the rest from body or query. A malformed id gets the act's "not found", or else
 * its first error.
 */
function route<Access extends keyof ActorOf, Input extends ActInput, Output extends z.ZodType, Code extends ErrorCode>(
  method: Route["method"],
  path: string,
  act: Act<Access, Input, Output, Code>,
  summary: string,
  { description, status = 200, message = "OK." }: Options = {},
): Route<Code | "not_found"> {
  const { access, allowedBeforeMfa, errors, example, input, output } = act;
  const unknownId = errors.find((code) => code.endsWith("not_found")) ?? errors[0] ?? "not_found";
  const takesId = path.includes("{id}");
  const body: ActInput = takesId && "omit" in input ? input.omit({ id: true }) : input;
  return defineRoute<Access, typeof body, Output, Code | "not_found">({
    method,
    path,
    access,
    summary,
    ...(description === undefined ? {} : { description }),
    input: body,
    ...(example.input && method !== "get" ? { inputExample: example.input } : {}),
    status,
    output,
    outputExample: example.output,
    message,
    errors,
    ...(allowedBeforeMfa ? { allowedBeforeMfa } : {}),
    async run({ ctx, actor, input: rest, id }) {
      if (takesId && !isId(id)) return err(unknownId);
      const outcome = await act(ctx, actor, { ...rest, ...(takesId ? { id } : {}) } as z.output<Input>);
      return outcome.ok ? ok({ data: outcome.value }) : outcome;
    },
  });
}
