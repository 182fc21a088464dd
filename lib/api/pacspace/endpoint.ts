import type { z } from "@hono/zod-openapi";
import { type Access, type Definition, defineRoute, type Route } from "@/lib/api/http/route";
import type { ErrorCode } from "@/lib/core/kernel/errors";

export type Endpoint = Route;

type EndpointDefinition<
  A extends Access,
  Input extends z.ZodType,
  Data extends z.ZodType,
  Code extends ErrorCode,
> = Omit<Definition<A, Input, Data, Code>, "access" | "output" | "outputExample" | "errors"> & {
  data: Data;
  dataExample: z.input<Data>;
  message: string;
  refusals: readonly Code[];
};

function definer<A extends Access>(access: A) {
  return <Input extends z.ZodType, Data extends z.ZodType, Code extends ErrorCode = never>({
    data,
    dataExample,
    refusals,
    ...definition
  }: EndpointDefinition<A, Input, Data, Code>): Route<Code> =>
    defineRoute<A, Input, Data, Code>({
      ...definition,
      access,
      output: data,
      outputExample: dataExample,
      errors: refusals,
    });
}

export const definePublicEndpoint = definer("public");
/** Works with the session cookies themselves. */
export const defineCookieEndpoint = definer("cookies");
export const defineUserEndpoint = definer("user");
export const defineReviewerEndpoint = definer("reviewer");
export const defineAdminEndpoint = definer("admin");
