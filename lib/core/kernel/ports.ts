import type { CompatApi } from "@/lib/values/compat-apis";
import type { RequestSource } from "@/lib/values/request-source";
import type { SsoProvider } from "@/lib/values/sso";
import type { Transaction } from "./database";
import type { Facts } from "./diagnostics-input";
import type { FindingWords, Outcome } from "./diagnostics-report";
import type { LimitName } from "./limits";
import type { MailTemplates } from "./mail";

/** Everything that the outside world decides for the core. Assembled by lib/platform/context.ts. */

export interface Clock {
  now(): Date;
}

/** PHC string, several with one salt, or null where there is none. */
export type KnownHash = string | readonly string[] | null;

/** On whose behalf a password is worked on: nobody waits behind all that another one asks for. */
export interface HashTurn {
  /** Null: there is no account yet. */
  account: string | null;
  /** The client, as limits count it. */
  address: string;
  /** Some places are kept for those who want in. */
  isSignIn: boolean;
}

export interface Hasher {
  /**
   * Argon2id PHC string, with a random salt unless one is given. Throws `HasherOverloaded` when the queue is full. Without
   * a turn: for the process itself.
   */
  hash(password: string, turn?: HashTurn, salt?: Uint8Array): Promise<string>;
  /**
   * With `null` in place of a hash it does the same work and answers false: unknown accounts must cost as much. So must
   * several hashes, any of which may match: they share the first one's salt, or never match.
   */
  verify(passwordHash: KnownHash, password: string, turn: HashTurn): Promise<boolean>;
  /** True when the hash was made with weaker parameters than today's. */
  isOutdated(passwordHash: string): boolean;
}

/** Thrown by a Hasher with a full queue; the outermost step answers 503 with Retry-After. */
export class HasherOverloaded extends Error {
  override readonly name = "HasherOverloaded";
  readonly retryAfterSeconds = 1;
}

/** By name: the server and Next's bundles each have their own copy of the class. */
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
  /** Null for anything but a token of ours for this audience that has not expired. */
  verifyAccessToken(token: string, audience: string, now: Date): Promise<AccessTokenClaims | null>;
  /** base64url HMAC-SHA256 over purpose and message under the present key. */
  mac(purpose: string, message: string): string;
  /** Constant-time check under the present and the previous key. */
  verifyMac(purpose: string, message: string, mac: string): boolean;
  /** AES-256-GCM with the key id in the value; `context` is authenticated (table|column|row), so values cannot be moved. */
  seal(purpose: string, plaintext: string, context: string): string;
  /** Throws when the value was altered, moved or sealed under a key that is gone. */
  open(purpose: string, sealed: string, context: string): string;
  /** What every value begins with that is sealed under the present key. */
  sealPrefix: string;
}

export interface MailOptions {
  /** Its id, where it is written at most once; a job finds by it that it has mailed: core/mail/mailed-before.ts. */
  id?: string | undefined;
  /** Held back until then; until then it can be taken back with `cancelHeldMails`. */
  sendAfter?: Date | null;
  /** The request for access that it is about. */
  accessRequestId?: string | null;
}

export interface Mailer {
  /**
   * Writes the mail into the durable queue inside `tx`: it goes out if and only if the transaction commits. Answers its id,
   * or null where the address has had its share of this template (core/mail/mail-limits.ts): then nothing was written. Strangers
   * must not see the difference.
   */
  enqueue<Name extends keyof MailTemplates>(
    tx: Transaction,
    mail: { template: Name; to: string; locale: string; props: MailTemplates[Name] },
    options?: MailOptions,
  ): Promise<string | null>;
}

/** What a mail says, for people who are not its readers: links without their tokens, leading nowhere. */
export interface MailPreview {
  subject: string;
  html: string;
  text: string;
}

/** What admins do with mails that were written already. */
export interface Mailroom {
  preview<Name extends keyof MailTemplates>(mail: {
    template: Name;
    locale: string;
    props: MailTemplates[Name];
  }): Promise<MailPreview>;
  /** Of a mail that was not sent, with the end of its link, if it has one. Null: it cannot be opened any more. */
  open(mail: {
    id: string;
    template: string;
    locale: string;
    sealedPayload: string;
  }): Promise<(MailPreview & { expiresAt: Date | null }) | null>;
  /** Puts a mail that is QUEUED again back into the queue, inside `tx`, as if it had never been tried. */
  requeue(tx: Transaction, mailId: string): Promise<void>;
}

/** What a receiver made of an event. */
export interface WebhookAnswer {
  /** Null: there was no answer. */
  status: number | null;
  /** Why it was not delivered, in words. Null: it was. */
  error: string | null;
  /** Beginning of the answer's body. Null: there was no answer. */
  response: string | null;
  /** Milliseconds. */
  took: number;
}

export interface WebhookSender {
  /** The name of the rule that an address breaks, as far as it can be told without asking for it. */
  problemWith(url: string): "webhook_url" | "webhook_private" | null;
  /** Signs (Standard Webhooks, one signature per secret) and posts. Never throws. */
  send(message: { url: string; secrets: string[]; id: string; at: Date; body: string }): Promise<WebhookAnswer>;
}

export interface LimitState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds, at least 1 when not allowed. */
  retryAfterSeconds: number;
}

export interface Limits {
  /** Takes one point from the named limit's bucket for `key`. */
  consume(name: LimitName, key: string): Promise<LimitState>;
  /** Gives one point back. Never for a rule with `ahead`. */
  giveBack(name: LimitName, key: string): Promise<void>;
}

export interface PasswordChecker {
  /**
   * The rule that a new password breaks, or null: it is common, a sequence or made of the given words (address, name,
   * organization, product), or it is known from a breach. May ask an outside service, so never inside a transaction.
   */
  problemWith(password: string, contextWords: string[]): Promise<"password_guessable" | "password_breached" | null>;
}

export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** What the doctor sees with and speaks with. */
export interface Instruments {
  /** Never throws: what cannot be seen is a fact, too. */
  read(): Promise<Facts>;
  describe(check: string, outcome: Outcome, locale: string): FindingWords;
}

export interface CoreConfig {
  appName: string;
  /** No trailing slash. The only source of mailed links. */
  appUrl: string;
  buyerModes: readonly string[];
  signup: "approval" | "open";
  /** The sign-up rule of the APIs that know no approval. */
  compatSignup: "approval" | "open";
  /** The APIs beside the native one that are switched on. */
  compatApis: readonly CompatApi[];
  /** Hosts (with their port, where it is not the usual one) that reach one of them at its document's own path. */
  compatHosts: readonly { host: string; api: CompatApi }[];
  /** Address of the owner whom an API without addresses sets up. */
  ownerEmail: string;
  confirmRequests: boolean;
  /** How long an admin's reset of a second factor waits for its owner's objection. */
  mfaResetDelaySeconds: number;
  /** Null: set-up is open to this machine, and to nobody else. */
  setupToken: string | null;
  /** Who takes mail: a provider, or nobody, and it stays in the built-in mailbox. */
  mailProvider: "resend" | "smtp" | "mailbox";
  /** Who may vouch for people besides their password. */
  ssoProviders: readonly SsoProvider[];
}

/** Where the present request came from, as the process saw it. */
export interface RequestMeta {
  ip: string;
  userAgent: string;
  requestId: string;
  locale: string;
  /** The door that it came through: "browser" or the name of an API. Absent: the server itself or its command line. */
  via?: string;
  /**
   * What the browser's device cookie holds, a token for each account that knows it; null for a browser that has none yet. Absent for a program, which keeps none.
   * A credential: it is never logged, stored or put into a job.
   */
  deviceToken?: string | null;
  /** How it reached the process; only where the doctor asks. */
  requestSource?: RequestSource | null;
  /** It was sent on this machine, to a server that only this machine can reach. Absent: no. */
  isLocal?: boolean;
}

/** The request as a job may keep it: without the browser's credential. */
export type JobRequest = Omit<RequestMeta, "deviceToken" | "requestSource" | "isLocal"> & { deviceToken?: never };
