/** Read by lib/platform/doctor. */
export interface Facts {
  now: Date;
  environment: EnvironmentFacts;
  database: DatabaseFacts | DatabaseAway;
  redis: { is: "unused" } | { is: "up"; milliseconds: number } | { is: "down"; reason: string };
  mail: MailFacts;
  secret: SecretFacts;
  disks: DiskFacts[];
}

export interface EnvironmentFacts {
  appUrl: string;
  isLoopbackOnly: boolean;
  isDevelopment: boolean;
  trustedProxyHops: number;
  rateLimitScale: number;
  isEmbedded: boolean;
  /** False for the command line without a server. */
  isServing: boolean;
  /** Null: unknown, or none runs. */
  servingSeconds: number | null;
  nodeVersion: string;
}

export interface DatabaseAway {
  isReachable: false;
  /** Contains no password. */
  reason: string;
}

export interface DatabaseFacts {
  isReachable: true;
  /** As a number: 180000 is 18.0. */
  version: string;
  versionNumber: number;
  milliseconds: number;
  /** False: a standby, or a read-only server or role. */
  takesWrites: boolean;
  /** False: a pooler in transaction mode. Null: unknown. */
  keepsSessions: boolean | null;
  timeZone: string;
  /** Positive: the database's clock is ahead. */
  clockAheadMilliseconds: number;
  migrations: { applied: number; pending: string[]; unknown: string[]; failed: string[] };
  missingExtensions: string[];
  connections: {
    used: number;
    /** `max_connections` without the reserved ones. */
    allowed: number;
    poolMax: number;
    poolWaiting: number;
  };
  /** Null while tables are missing. */
  content: ContentFacts | null;
}

export interface ContentFacts {
  mails: {
    waiting: number;
    oldestWaitingSince: Date | null;
    failedInLastDay: number;
    /** Null: never. */
    lastSentAt: Date | null;
    lastFailure: { at: Date; reason: string } | null;
  };
  jobs: {
    due: number;
    oldestDueSince: Date | null;
    givenUp: number;
    /** Due every minute. */
    lastRoundAt: Date | null;
  };
  admins: {
    active: number;
    withoutSecondFactor: number;
    /** Absent: not required of admins. */
    isSecondFactorRequired?: true;
  };
  /** False: the database was used with a secret that is neither present nor previous. */
  isOfOurSecret: boolean;
  /** Number of sealed values by key. */
  sealed: { present: number; previous: number; unknown: number };
}

export interface MailFacts {
  from: string;
  transport: /** `isOpen`: other machines can read it. */
    | { is: "mailbox"; isOpen: boolean }
    | { is: "resend"; looksLikeKey: boolean }
    /** `refusal` is null if the server accepted the login. */
    | { is: "smtp"; server: string; refusal: string | null };
}

export interface SecretFacts {
  source: "environment" | "file" | "missing";
  length: number;
  /** Estimated from character frequencies. */
  estimatedBits: number;
  isPlaceholder: boolean;
  /** Mode bits, such as 0o044. */
  othersMayRead: number;
  hasPrevious: boolean;
  isPreviousTheSame: boolean;
  roundTripWorks: boolean;
}

export interface DiskFacts {
  holds: "data" | "temporary";
  path: string;
  freeBytes: number;
  totalBytes: number;
  isWritable: boolean;
}
