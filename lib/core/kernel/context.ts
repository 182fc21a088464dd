import type { Database } from "./database";
import type { Jobs } from "./jobs";
import type {
  Clock,
  CoreConfig,
  Hasher,
  Instruments,
  JobRequest,
  Limits,
  Log,
  Mailer,
  Mailroom,
  PasswordChecker,
  RequestMeta,
  Secrets,
  WebhookSender,
} from "./ports";
import type { SessionReader } from "./stored-session";

/** What lives as long as the process. */
export interface AppContext {
  db: Database;
  /** The one hot read, kept apart so that it costs one query and no query builder. */
  sessions: SessionReader;
  clock: Clock;
  mailer: Mailer;
  mailroom: Mailroom;
  jobs: Jobs;
  webhookSender: WebhookSender;
  config: CoreConfig;
  hasher: Hasher;
  secrets: Secrets;
  limits: Limits;
  passwords: PasswordChecker;
  /** True for the domains of throw-away addresses. */
  isDisposableDomain(domain: string): boolean;
  /** True for domains that anybody can have an address of: they say nothing about belonging together. */
  isPublicMailDomain(domain: string): boolean;
  /** The domain that somebody registered, of one or of a host below it. Null: anybody may register below it, or it is none. */
  registrableDomain(domain: string): string | null;
  /** The TXT records of a domain; none when it has none, or when its name servers do not answer in time. */
  readTxtRecords(domain: string): Promise<string[]>;
  instruments: Instruments;
  log: Log;
}

/** What every use case takes first: the process and the request that asks. */
export interface CoreContext extends AppContext {
  request: RequestMeta;
}

/** What a job needs to know of the request that asked for it. */
export function jobRequest({ request }: CoreContext): JobRequest {
  const { deviceToken: _, requestSource: _requestSource, isLocal: _isLocal, ...kept } = request;
  return kept;
}

export function forRequest(app: AppContext, request: RequestMeta): CoreContext {
  return { ...app, request };
}
