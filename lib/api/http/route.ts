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

export interface RequestContext {
  request: Request;
  ctx: CoreContext;
  headers: AnswerHeaders;
  /** `{id}` or empty. */
  id: string;
  credentials: Credentials;
}

/** `cookies`: works with the session cookies themselves. */
export interface CallerOf extends ActorOf {
  public: null;
  cookies: null;
}

export type Access = keyof CallerOf;

export interface Needs {
  limit?: LimitName;
  allowedBeforeMfa?: true;
}

export type AccessSteps = {
  [A in Access]: (call: RequestContext, needs: Needs) => Promise<Step<CallerOf[A]>>;
};

export type Answer<Data> = ({ data: Data } | Streamed | DownloadedFile) & {
  message?: string;
  session?: IssuedSession | null;
  clearCookies?: boolean;
  clearSiteData?: boolean;
};

interface Streamed {
  stream: AsyncGenerator<string>;
  fileName: string;
}

interface DownloadedFile {
  file: AsyncGenerator<string>;
  fileType: FileType;
  fileName: string;
}

export type FileType = "text/csv" | "application/json";

interface Documented<Input extends z.ZodType, Output extends z.ZodType, Code extends ApiErrorCode> {
  method: "get" | "post" | "patch" | "delete";
  /** `{id}` is the only path parameter. */
  path: string;
  summary: string;
  description?: string;
  /** Per client address. Default with a session: that session's limit. */
  limit?: LimitName;
  /** Body, or the query of a GET. */
  input: Input;
  inputExample?: unknown;
  status: 200 | 201 | 202;
  output: Output;
  outputExample: z.input<Output>;
  message?: string;
  /** `output` describes its JSON form. */
  fileTypes?: readonly FileType[];
  errors: readonly Code[];
  /** Errors that prove the sent cookies worthless. */
  clearsCookiesOn?: readonly Code[];
  /** Works before required two-factor authentication is set up. */
  allowedBeforeMfa?: true;
  /** A GET with side effects: HEAD answers 204. */
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

export interface Route<Code extends ApiErrorCode = ApiErrorCode>
  extends Omit<Documented<z.ZodType, z.ZodType, Code>, "outputExample"> {
  access: Access;
  outputExample: unknown;
  /** Checks the caller before the input. */
  handle(call: RequestContext, steps: AccessSteps, readInput: ReadInput): Promise<Step<Answer<unknown>>>;
}

/** Awaits nothing, so that the caller's check still applies. */
export type ReadInput = <Input extends z.ZodType>(schema: Input) => Step<z.output<Input>>;

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
