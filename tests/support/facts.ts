import type { Examined } from "@/lib/core/doctor/reach-checks";
import type { ContentFacts, DatabaseFacts, Facts } from "@/lib/core/kernel/diagnostics-input";

export const factsNow = new Date("2026-03-01T12:00:00Z");

export function ago(seconds: number): Date {
  return new Date(factsNow.getTime() - seconds * 1000);
}

const gigabyte = 1024 ** 3;

const healthyContent: ContentFacts = {
  mails: { waiting: 0, oldestWaitingSince: null, failedInLastDay: 0, lastSentAt: ago(60), lastFailure: null },
  jobs: { due: 0, oldestDueSince: null, givenUp: 0, lastRoundAt: ago(30) },
  admins: { active: 2, withoutSecondFactor: 0 },
  isOfOurSecret: true,
  sealed: { present: 3, previous: 0, unknown: 0 },
};

const healthyDatabase: DatabaseFacts = {
  isReachable: true,
  version: "18.0",
  versionNumber: 180_000,
  milliseconds: 1,
  takesWrites: true,
  keepsSessions: true,
  timeZone: "UTC",
  clockAheadMilliseconds: 0,
  migrations: { applied: 4, pending: [], unknown: [], failed: [] },
  missingExtensions: [],
  connections: { used: 5, allowed: 97, poolMax: 20, poolWaiting: 0 },
  content: healthyContent,
};

const healthyFacts: Facts = {
  now: factsNow,
  environment: {
    appUrl: "https://app.example.com",
    isLoopbackOnly: false,
    isDevelopment: false,
    trustedProxyHops: 1,
    rateLimitScale: 1,
    isEmbedded: false,
    isServing: true,
    servingSeconds: 3_600,
    nodeVersion: "24.4.0",
  },
  database: healthyDatabase,
  redis: { is: "up", milliseconds: 1 },
  mail: { from: "Foyer <foyer@example.com>", transport: { is: "smtp", server: "mail.example.com:587", refusal: null } },
  secret: {
    source: "environment",
    length: 64,
    estimatedBits: 340,
    isPlaceholder: false,
    othersMayRead: 0,
    hasPrevious: false,
    isPreviousTheSame: false,
    roundTripWorks: true,
  },
  disks: [
    { holds: "data", path: "/data", freeBytes: 50 * gigabyte, totalBytes: 100 * gigabyte, isWritable: true },
    { holds: "temporary", path: "/tmp", freeBytes: 20 * gigabyte, totalBytes: 40 * gigabyte, isWritable: true },
  ],
};

type Change<Kind> = Partial<Kind>;

interface Changes {
  environment?: Change<Facts["environment"]>;
  database?: Change<DatabaseFacts> | { isReachable: false; reason: string };
  content?: Change<ContentFacts>;
  secret?: Change<Facts["secret"]>;
  facts?: Change<Omit<Facts, "environment" | "database" | "secret">>;
  browser?: Partial<NonNullable<Examined["browser"]>> | null;
  requestSource?: Partial<NonNullable<Examined["requestSource"]>> | null;
}

/** A healthy installation behind one proxy, with `changes`. */
export function examined(changes: Changes = {}): Examined {
  const { requestSource, browser, content, database, environment, facts, secret } = changes;
  const isAway = database !== undefined && "reason" in database;
  return {
    facts: {
      ...healthyFacts,
      ...facts,
      environment: { ...healthyFacts.environment, ...environment },
      secret: { ...healthyFacts.secret, ...secret },
      database: isAway
        ? database
        : { ...healthyDatabase, content: { ...healthyContent, ...content }, ...(database as Change<DatabaseFacts>) },
    },
    browser:
      browser === null ? null : { origin: "https://app.example.com", now: factsNow, keepsCookies: true, ...browser },
    requestSource:
      requestSource === null
        ? null
        : {
            socketAddress: "10.0.0.2",
            host: "app.example.com",
            forwardedFor: "203.0.113.9",
            forwardedHost: "app.example.com",
            forwardedProto: "https",
            ...requestSource,
          },
    ip: "203.0.113.9",
  };
}
