import type { CompatApi } from "@/lib/values/compat-apis";
import type { RequestSource } from "@/lib/values/request-source";
import type { SsoProvider } from "@/lib/values/sso";
import type { Transaction } from "./database";
import type { Facts } from "./diagnostics-input";
import type { FindingWords, Outcome } from "./diagnostics-report";
import type { LimitName } from "./limits";
import type { MailTemplates } from "./mail";

/** Assembled by lib/platform/context.ts. */

export interface Clock {
  now(): Date;
}

/** PHC string, or several with one salt. */
export type KnownHash = string | readonly string[] | null;

export interface HashTurn {
  /** Null: there is no account yet. */
  account: string | null;
  /** Rate-limit key. */
  address: string;
  /** Sign-ins have reserved places. */
  isSignIn: boolean;
}

export interface Hasher {
  /** Argon2id PHC string. Throws `HasherOverloaded`. Without a turn: for the process itself. */
  hash(password: string, turn?: HashTurn, salt?: Uint8Array): Promise<string>;
  /**
   * Null costs the same and is false, to hide unknown accounts. Several hashes must share the first one's salt to
   * match.
   */
  verify(passwordHash: KnownHash, password: string, turn: HashTurn): Promise<boolean>;
  isOutdated(passwordHash: string): boolean;
}

/** Answered with 503 and Retry-After. */
export class HasherOverloaded extends Error {
  override readonly name = "HasherOverloaded";
  readonly retryAfterSeconds = 1;
}

/** By name, since Next's bundles have their own copy of the class. */
export function isHasherOverloaded(thrown: unknown): thrown is HasherOverloaded {
  return thrown instanceof Error && thrown.name === "HasherOverloaded";
}

export interface AccessTokenClaims {
  userId: string;
  sessionId: string;
  audience: string;
  expiresAt: Date;
}

export interface Secrets {
  /** JWT, HS256, `kid`, typ at+jwt (RFC 9068). */
  signAccessToken(claims: AccessTokenClaims, now: Date): Promise<string>;
  /** Null: another audience, invalid or expired. */
  verifyAccessToken(token: string, audience: string, now: Date): Promise<AccessTokenClaims | null>;
  /** base64url HMAC-SHA256 under the present key. */
  mac(purpose: string, message: string): string;
  /** Constant time, under the present or the previous key. */
  verifyMac(purpose: string, message: string, mac: string): boolean;
  /** AES-256-GCM. `context` (table|column|row) is authenticated, so values can't be moved. */
  seal(purpose: string, plaintext: string, context: string): string;
  /** Throws if the value was altered, moved or its key lost. */
  open(purpose: string, sealed: string, context: string): string;
  /** Prefix of values sealed under the present key. */
  sealPrefix: string;
}

export interface MailOptions {
  /** Makes the mail idempotent (core/mail/mailed-before.ts). */
  id?: string | undefined;
  /** Until then, `cancelHeldMails` withdraws it. */
  sendAfter?: Date | null;
  accessRequestId?: string | null;
}

export interface Mailer {
  /** Queues inside `tx`. Null: over the address's limit (core/mail/mail-limits.ts). Don't reveal the difference. */
  enqueue<Name extends keyof MailTemplates>(
    tx: Transaction,
    mail: { template: Name; to: string; locale: string; props: MailTemplates[Name] },
    options?: MailOptions,
  ): Promise<string | null>;
}

/** Links have no tokens. */
export interface MailPreview {
  subject: string;
  html: string;
  text: string;
}

export interface Mailroom {
  preview<Name extends keyof MailTemplates>(mail: {
    template: Name;
    locale: string;
    props: MailTemplates[Name];
  }): Promise<MailPreview>;
  /** Null: it can't be opened anymore. */
  open(mail: {
    id: string;
    template: string;
    locale: string;
    sealedPayload: string;
  }): Promise<(MailPreview & { expiresAt: Date | null }) | null>;
  /** Resets the tries. */
  requeue(tx: Transaction, mailId: string): Promise<void>;
}

export interface WebhookAnswer {
  /** Null: no answer. */
  status: number | null;
  /** Null: delivered. */
  error: string | null;
  /** Beginning of the body. Null: no answer. */
  response: string | null;
  /** Milliseconds. */
  took: number;
}

export interface WebhookSender {
  /** Checks the address without a request. */
  problemWith(url: string): "webhook_url" | "webhook_private" | null;
  /** Signs (Standard Webhooks, one signature per secret) and posts. Never throws. */
  send(message: { url: string; secrets: string[]; id: string; at: Date; body: string }): Promise<WebhookAnswer>;
}

export interface LimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** At least 1 if not allowed. */
  retryAfterSeconds: number;
}

export interface Limits {
  consume(name: LimitName, key: string): Promise<LimitState>;
  /** Gives one point back. Never for a rule with `ahead`. */
  giveBack(name: LimitName, key: string): Promise<void>;
}

export interface PasswordChecker {
  /** Null: allowed. May call an outside service, so call it before the transaction. */
  problemWith(password: string, contextWords: string[]): Promise<"password_guessable" | "password_breached" | null>;
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface Instruments {
  /** Never throws. */
  read(): Promise<Facts>;
  describe(check: string, outcome: Outcome, locale: string): FindingWords;
}

export interface CoreConfig {
  appName: string;
  /** No trailing slash. Only base of mailed links. */
  appUrl: string;
  buyerModes: readonly string[];
  signup: "approval" | "open";
  compatSignup: "approval" | "open";
  compatApis: readonly CompatApi[];
  /** Hosts, with a non-default port, that serve one API at its document's path. */
  compatHosts: readonly { host: string; api: CompatApi }[];
  /** Email of the owner that an API without emails sets up. */
  ownerEmail: string;
  confirmRequests: boolean;
  mfaResetDelaySeconds: number;
  /** Null: set-up works only from this machine. */
  setupToken: string | null;
  mailProvider: "resend" | "smtp" | "mailbox";
  ssoProviders: readonly SsoProvider[];
}

export interface RequestMeta {
  ip: string;
  userAgent: string;
  requestId: string;
  locale: string;
  /** "browser" or an API's name. Absent: the server or its command line. */
  via?: string;
  /**
   * One token per account that knows the browser. Null: a new browser. Absent: a program. A credential: don't log,
   * store or queue it.
   */
  deviceToken?: string | null;
  /** Only for the doctor. */
  requestSource?: RequestSource | null;
  /** Sent on this machine to a loopback-only server. */
  isLocal?: boolean;
}

export type JobRequest = Omit<RequestMeta, "deviceToken" | "requestSource" | "isLocal"> & { deviceToken?: never };
