import type { z } from "@hono/zod-openapi";
import type { ActorOf } from "@/lib/core/kernel/act";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { LimitName } from "@/lib/core/kernel/limits";
import type { Result } from "@/lib/core/kernel/result";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import type { AnswerHeaders } from "./answer-headers";
import type { Credentials } from "./cookies";
import type { ApiErrorCode, Step } from "./transport-errors";

/** One request on its way through an API, and the headers of its answer. */
export interface RequestContext {
  request: Request;
  ctx: CoreContext;
  headers: AnswerHeaders;
  /** The `{id}` of the path, else empty. */
  id: string;
  credentials: Credentials;
}

/** What each kind of caller is to a route. `cookies`: works with the session cookies themselves, as sign-out does. */
export interface CallerOf extends ActorOf {
  public: null;
  cookies: null;
}

export type Access = keyof CallerOf;

/** What a route asks of its callers, beside who they are. */
export interface Needs {
  limit?: LimitName;
  allowedBeforeMfa?: true;
}

/** Finds the caller, counts the request, and checks that the caller may use the route. */
export type AccessSteps = {
  [A in Access]: (call: RequestContext, needs: Needs) => Promise<Step<CallerOf[A]>>;
};

/** A success: data, or a file in pieces. */
export type Answer<Data> = ({ data: Data } | Streamed | DownloadedFile) & {
  /** In place of the route's usual message. */
  message?: string;
  /** Sets both session cookies. */
  session?: IssuedSession | null;
  clearCookies?: boolean;
  clearSiteData?: boolean;
};

/** The text of `data` in pieces, for answers too large for memory. */
interface Streamed {
  stream: AsyncGenerator<string>;
  /** Name under which a browser saves it. */
  fileName: string;
}

/** A file without an envelope, of a type in the route's `fileTypes`. */
interface DownloadedFile {
  file: AsyncGenerator<string>;
  fileType: FileType;
  fileName: string;
}

export type FileType = "text/csv" | "application/json";

interface Documented<Input extends z.ZodType, Output extends z.ZodType, Code extends ApiErrorCode> {
  method: "get" | "post" | "patch" | "delete";
  /** Below the API's base; `{id}` is the only path parameter. */
  path: string;
  summary: string;
  description?: string;
  /** Counted per client address. Routes with a session have that session's limit without one. */
  limit?: LimitName;
  /** The body; of a GET, the query. */
  input: Input;
  inputExample?: unknown;
  status: 200 | 201 | 202;
  output: Output;
  outputExample: z.input<Output>;
  /** For people, in envelopes that have a place for it. */
  message?: string;
  /** The answer is a file without an envelope; `output` is the content of the one of type application/json. */
  fileTypes?: readonly FileType[];
  /** Every error that `run` can return. */
  errors: readonly Code[];
  /** Errors after which the cookies that were sent are worthless for certain. */
  clearsCookiesOn?: readonly Code[];
  /** Works while its caller still has to set up two-factor authentication. */
  allowedBeforeMfa?: true;
  /** A GET that acts: HEAD does nothing and answers 204. */
  acts?: boolean;
}

export interface Definition<A extends Access, Input extends z.ZodType, Output extends z.ZodType, Code extends ErrorCode>
  extends Documented<Input, Output, Code> {
  access: A;
  run(call: {
    ctx: CoreContext;
    actor: CallerOf[A];
    input: z.output<Input>;
    id: string;
    credentials: Credentials;
  }): Promise<Result<Answer<NoInfer<z.input<Output>>>, NoInfer<Code>>>;
}

/** A route with its types closed over, but for the errors that it can return. */
export interface Route<Code extends ApiErrorCode = ApiErrorCode>
  extends Omit<Documented<z.ZodType, z.ZodType, Code>, "outputExample"> {
  access: Access;
  outputExample: unknown;
  /** Checks the caller, then the input, and runs the use case. */
  handle(call: RequestContext, steps: AccessSteps, readInput: ReadInput): Promise<Step<Answer<unknown>>>;
}

/** Validates the query, or the body that was read before: nothing is awaited between the caller's check and `run`. */
export type ReadInput = <Input extends z.ZodType>(schema: Input) => Step<z.output<Input>>;

/** The errors of some routes. */
export type ErrorsOf<Routes extends readonly Route[]> = Routes[number] extends Route<infer Code> ? Code : never;

export function defineRoute<
  A extends Access,
  Input extends z.ZodType,
  Output extends z.ZodType,
  Code extends ErrorCode = never,
>(definition: Definition<A, Input, Output, Code>): Route<Code> {
  const { run, ...documented } = definition;
  return {
    ...documented,
    async handle(call, steps, readInput) {
      const actor = await steps[definition.access](call, definition);
      if (!actor.ok) return actor;
      const input = readInput(definition.input);
      if (!input.ok) return input;
      const { ctx, credentials, id } = call;
      return run({ ctx, actor: actor.value, input: input.value, id, credentials });
    },
  };
}
