/** What the process can see of itself and its surroundings. Read by lib/platform/doctor, judged by the checks. */
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
  /** True when nobody but this machine can reach the server. */
  isLoopbackOnly: boolean;
  isDevelopment: boolean;
  trustedProxyHops: number;
  rateLimitScale: number;
  /** The database is the one that Foyer brings. */
  isEmbedded: boolean;
  /** False where only the command line looks, and no server runs. */
  isServing: boolean;
  /** How long the server has run. Null: not known, or none runs. */
  servingSeconds: number | null;
  /** Without a leading v. */
  nodeVersion: string;
}

export interface DatabaseAway {
  isReachable: false;
  /** For people; without a password. */
  reason: string;
}

export interface DatabaseFacts {
  isReachable: true;
  /** As in server_version, and as a number: 180000 is 18.0. */
  version: string;
  versionNumber: number;
  milliseconds: number;
  /** False: a standby, or a server or role that is set to read only. */
  takesWrites: boolean;
  /** False: a pooler between hands the server's connections round (transaction pooling). Null: could not be told. */
  keepsSessions: boolean | null;
  /** Of Foyer's own connections. */
  timeZone: string;
  /** The database's clock minus this process's. */
  clockAheadMilliseconds: number;
  migrations: { applied: number; pending: string[]; unknown: string[]; failed: string[] };
  missingExtensions: string[];
  connections: {
    used: number;
    /** What the server lets ordinary roles have. */
    allowed: number;
    poolMax: number;
    poolWaiting: number;
  };
  /** Null while tables are missing. */
  content: ContentFacts | null;
}

export interface ContentFacts {
  mails: {
    /** Due and not sent. */
    waiting: number;
    /** Null: none waits. */
    oldestWaitingSince: Date | null;
    failedInLastDay: number;
    /** Null: none ever. */
    lastSentAt: Date | null;
    lastFailure: { at: Date; reason: string } | null;
  };
  jobs: {
    due: number;
    oldestDueSince: Date | null;
    /** Tried as often as may be. */
    givenUp: number;
    /** When the worker last did what it does every minute. */
    lastRoundAt: Date | null;
  };
  admins: {
    active: number;
    withoutSecondFactor: number;
    /** Absent: two-factor authentication is not required of admins. */
    isSecondFactorRequired?: true;
  };
  /** False: the database was used with a secret that is neither the present nor the previous one. */
  isOfOurSecret: boolean;
  /** Values that are sealed, by the key they need. */
  sealed: { present: number; previous: number; unknown: number };
}

export interface MailFacts {
  from: string;
  transport: /** `isOpen`: an operator lets others than this machine read it. */
    | { is: "mailbox"; isOpen: boolean }
    | { is: "resend"; looksLikeKey: boolean }
    /** `refusal` is null when the server let us in. */
    | { is: "smtp"; server: string; refusal: string | null };
}

export interface SecretFacts {
  source: "environment" | "file" | "missing";
  length: number;
  /** Bits, estimated from how often each character occurs: generous, so that only poor secrets fall through. */
  estimatedBits: number;
  /** One that stands in examples, or contains a word like "changeme". */
  isPlaceholder: boolean;
  /** Of a generated secret's file: the rights of others than its owner, as in 0o044. 0: none. */
  othersMayRead: number;
  hasPrevious: boolean;
  isPreviousTheSame: boolean;
  /** Sealed and opened again. */
  roundTripWorks: boolean;
}

export interface DiskFacts {
  holds: "data" | "temporary";
  path: string;
  freeBytes: number;
  totalBytes: number;
  isWritable: boolean;
}
