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

export interface AppContext {
  db: Database;
  /** One query without the query builder, for speed. */
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
  isDisposableDomain(domain: string): boolean;
  /** True for mail providers open to everyone. */
  isPublicMailDomain(domain: string): boolean;
  /** Null: a public suffix or no domain. */
  registrableDomain(domain: string): string | null;
  /** Empty on a timeout too. */
  readTxtRecords(domain: string): Promise<string[]>;
  instruments: Instruments;
  log: Log;
}

export interface CoreContext extends AppContext {
  request: RequestMeta;
}

export function jobRequest({ request }: CoreContext): JobRequest {
  const { deviceToken: _, requestSource: _requestSource, isLocal: _isLocal, ...kept } = request;
  return kept;
}

export function forRequest(app: AppContext, request: RequestMeta): CoreContext {
  return { ...app, request };
}
