import type { z } from "@hono/zod-openapi";
import type { Credentials } from "@/lib/api/http/cookies";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { LimitName } from "@/lib/core/kernel/limits";
import type { Result } from "@/lib/core/kernel/result";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";

/** What a use case's success becomes. */
export type Answer<Data> = ({ data: Data } | Streamed | DownloadedFile) & Extras;

/** The text of `data`, in pieces: for answers that must not stand in memory as a whole. */
interface Streamed {
  stream: AsyncGenerator<string>;
  /** Name under which a browser saves it. */
  fileName: string;
}

/** A file in place of the envelope, in pieces. Of a type that the definition's `fileTypes` names. */
interface DownloadedFile {
  file: AsyncGenerator<string>;
  fileType: FileType;
  fileName: string;
}

export type FileType = "text/csv" | "application/json";

interface Extras {
  /** In place of the endpoint's usual message. */
  message?: string;
  /** Sets both session cookies. */
  session?: IssuedSession | null;
  clearCookies?: boolean;
  clearSiteData?: boolean;
}

/** `key`: a session or an API key. `cookies`: works with the session cookies themselves (refresh-token, logout), not with the person behind them. */
export type Access = "public" | "cookies" | "user" | "key" | "reviewer" | "admin";

export interface Definition<Input extends z.ZodType, Data extends z.ZodType, Code extends ErrorCode, Actor> {
  method: "get" | "post" | "patch" | "delete";
  /** Below the API's base; `{id}` is the only path parameter. */
  path: string;
  summary: string;
  description?: string;
  /** Per client address for public endpoints; the others have the session's limit. */
  limit?: LimitName;
  /** The body; of a GET, the query. Strict. */
  input: Input;
  inputExample?: unknown;
  status: 200 | 201 | 202;
  data: Data;
  dataExample: z.input<Data>;
  message: string;
  /** The answer is a file without an envelope; `data` is what the one of type application/json holds. */
  fileTypes?: readonly FileType[];
  /** Every refusal that `run` can return. */
  refusals: readonly Code[];
  /** Refusals after which the cookies that were sent are worthless for certain. */
  clearsCookiesOn?: readonly Code[];
  /** Works while its caller still has to set up two-factor authentication: what that needs, and the way out. */
  allowedBeforeMfa?: true;
  /** A GET that acts: HEAD does nothing and answers 204. */
  acts?: boolean;
  run(request: {
    ctx: CoreContext;
    actor: Actor;
    input: z.output<Input>;
    id: string;
    credentials: Credentials;
  }): Promise<Result<Answer<NoInfer<z.input<Data>>>, NoInfer<Code>>>;
}
