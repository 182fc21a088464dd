import { describe, expect, it } from "vitest";
import { ago, examined, factsNow } from "@/tests/support/facts";
import { type FindingCode, findingStates, type Outcome } from "../kernel/diagnostics-report";
import * as data from "./data-checks";
import * as reach from "./reach-checks";
import * as trust from "./trust-checks";
import * as work from "./work-checks";

type Check = (given: reach.Examined) => Outcome;
type Case = [code: FindingCode, check: Check, given: Parameters<typeof examined>[0]];

const local = { appUrl: "http://localhost:3000", isLoopbackOnly: true, trustedProxyHops: 0 };
const away = { database: { isReachable: false, reason: "connect ECONNREFUSED" } } as const;
const mail = (transport: object, from = "Foyer <foyer@example.com>") =>
  ({ facts: { mail: { from, transport } } }) as Parameters<typeof examined>[0];
const disk = (freeBytes: number, isWritable = true) => ({
  facts: { disks: [{ holds: "data" as const, path: "/data", freeBytes, totalBytes: 100 * 1024 ** 3, isWritable }] },
});
const mails = { waiting: 0, oldestWaitingSince: null, failedInLastDay: 0, lastSentAt: null, lastFailure: null };
const jobs = { due: 0, oldestDueSince: null, givenUp: 0, lastRoundAt: ago(30) };

const cases: Case[] = [
  ["address_matches", reach.checkAddress, {}],
  ["browser_needed", reach.checkAddress, { browser: null }],
  ["address_alias", reach.checkAddress, { environment: local, browser: { origin: "http://127.0.0.1:3000" } }],
  ["address_scheme", reach.checkAddress, { browser: { origin: "http://app.example.com" } }],
  ["address_host", reach.checkAddress, { browser: { origin: "https://other.example.com" } }],
  ["address_port", reach.checkAddress, { browser: { origin: "https://app.example.com:8443" } }],

  ["cookies_host_bound", reach.checkCookies, {}],
  ["cookies_local", reach.checkCookies, { environment: local, browser: { origin: "http://localhost:3000" } }],
  ["cookies_in_clear", reach.checkCookies, { environment: { appUrl: "http://foyer.lan" } }],
  ["cookies_page_insecure", reach.checkCookies, { browser: { origin: "http://app.example.com" } }],
  ["cookies_blocked", reach.checkCookies, { browser: { keepsCookies: false } }],

  ["origins_known", reach.checkOrigins, {}],
  ["origin_refused", reach.checkOrigins, { browser: { origin: "https://other.example.com" } }],

  ["proxy_right", reach.checkProxy, {}],
  ["request_needed", reach.checkProxy, { requestSource: null }],
  ["proxy_none", reach.checkProxy, { environment: local, requestSource: { forwardedFor: null } }],
  ["proxy_unknown", reach.checkProxy, { environment: { trustedProxyHops: 0 } }],
  [
    "proxy_claim_ignored",
    reach.checkProxy,
    { environment: { trustedProxyHops: 0 }, requestSource: { socketAddress: "198.51.100.4" } },
  ],
  ["proxy_bypassed", reach.checkProxy, { requestSource: { forwardedFor: null } }],
  ["proxy_longer", reach.checkProxy, { requestSource: { forwardedFor: "6.6.6.6, 203.0.113.9" } }],
  ["proxy_spoofable", reach.checkProxy, { environment: { trustedProxyHops: 2 } }],

  ["https_on", reach.checkHttps, {}],
  ["https_local", reach.checkHttps, { environment: local }],
  ["https_off", reach.checkHttps, { environment: { appUrl: "http://foyer.lan" } }],
  ["https_lost", reach.checkHttps, { requestSource: { forwardedProto: "http" } }],

  ["database_ok", data.checkDatabase, {}],
  ["database_slow", data.checkDatabase, { database: { milliseconds: 400 } }],
  ["database_old", data.checkDatabase, { database: { versionNumber: 130_011, version: "13.11" } }],
  ["database_away", data.checkDatabase, away],
  ["database_read_only", data.checkDatabase, { database: { takesWrites: false } }],
  ["database_pooled", data.checkDatabase, { database: { keepsSessions: false } }],
  ["database_zone", data.checkDatabase, { database: { timeZone: "Europe/Berlin" } }],

  ["migrations_done", data.checkMigrations, {}],
  ["database_needed", data.checkMigrations, away],
  [
    "migrations_unknown",
    data.checkMigrations,
    { database: { migrations: { applied: 5, pending: [], unknown: ["2030_new"], failed: [] } } },
  ],
  [
    "migrations_pending",
    data.checkMigrations,
    { database: { migrations: { applied: 3, pending: ["2026_late"], unknown: [], failed: [] } } },
  ],
  [
    "migrations_failed",
    data.checkMigrations,
    { database: { migrations: { applied: 3, pending: ["2026_late"], unknown: [], failed: ["2026_late"] } } },
  ],

  ["extensions_present", data.checkExtensions, {}],
  ["extensions_missing", data.checkExtensions, { database: { missingExtensions: ["pg_trgm"] } }],

  ["connections_enough", data.checkConnections, {}],
  [
    "connections_scarce",
    data.checkConnections,
    { database: { connections: { used: 90, allowed: 97, poolMax: 20, poolWaiting: 0 } } },
  ],
  [
    "pool_exhausted",
    data.checkConnections,
    { database: { connections: { used: 20, allowed: 97, poolMax: 20, poolWaiting: 4 } } },
  ],
  [
    "pool_too_large",
    data.checkConnections,
    { database: { connections: { used: 5, allowed: 17, poolMax: 20, poolWaiting: 0 } } },
  ],

  ["storage_own", data.checkStorage, {}],
  ["storage_local", data.checkStorage, { environment: { ...local, isEmbedded: true } }],
  ["storage_embedded", data.checkStorage, { environment: { isEmbedded: true } }],

  ["clocks_agree", data.checkClock, { browser: { now: ago(4) } }],
  ["clocks_agree", data.checkClock, { ...away, browser: null }],
  ["clock_of_browser", data.checkClock, { browser: { now: ago(-90) } }],
  ["clock_of_database", data.checkClock, { database: { clockAheadMilliseconds: -40_000 } }],

  ["redis_up", work.checkRedis, {}],
  ["redis_unused", work.checkRedis, { facts: { redis: { is: "unused" } } }],
  ["redis_down", work.checkRedis, { facts: { redis: { is: "down", reason: "ETIMEDOUT" } } }],

  ["limits_usual", work.checkLimits, {}],
  ["limits_scaled", work.checkLimits, { environment: { rateLimitScale: 1000 } }],

  ["mail_smtp", work.checkMail, {}],
  ["mail_resend", work.checkMail, mail({ is: "resend", looksLikeKey: true })],
  ["mail_kept", work.checkMail, mail({ is: "mailbox", isOpen: false })],
  ["mail_kept_open", work.checkMail, mail({ is: "mailbox", isOpen: true })],
  ["mail_kept_local", work.checkMail, { ...mail({ is: "mailbox", isOpen: false }), environment: local }],
  ["mail_sender_local", work.checkMail, mail({ is: "resend", looksLikeKey: true }, "Foyer <foyer@localhost>")],
  ["mail_resend_key", work.checkMail, mail({ is: "resend", looksLikeKey: false })],
  ["mail_smtp_refused", work.checkMail, mail({ is: "smtp", server: "mail:587", refusal: "535 authentication failed" })],

  ["queue_flows", work.checkMailQueue, {}],
  ["queue_flows", work.checkMailQueue, { content: { mails: { ...mails, waiting: 2, oldestWaitingSince: ago(20) } } }],
  [
    "queue_failures",
    work.checkMailQueue,
    { content: { mails: { ...mails, failedInLastDay: 1, lastFailure: { at: ago(900), reason: "550 unknown" } } } },
  ],
  ["queue_stuck", work.checkMailQueue, { content: { mails: { ...mails, waiting: 2, oldestWaitingSince: ago(900) } } }],

  ["worker_alive", work.checkWorker, {}],
  [
    "worker_starting",
    work.checkWorker,
    { environment: { servingSeconds: 20 }, content: { jobs: { ...jobs, lastRoundAt: ago(600) } } },
  ],
  ["worker_off", work.checkWorker, { environment: { isServing: false } }],
  ["worker_silent", work.checkWorker, { content: { jobs: { ...jobs, lastRoundAt: ago(600) } } }],
  ["worker_silent", work.checkWorker, { content: { jobs: { ...jobs, lastRoundAt: null } } }],
  ["worker_behind", work.checkWorker, { content: { jobs: { ...jobs, due: 9, oldestDueSince: ago(900) } } }],
  ["worker_gave_up", work.checkWorker, { content: { jobs: { ...jobs, givenUp: 1 } } }],

  ["secret_strong", trust.checkSecret, {}],
  ["secret_generated", trust.checkSecret, { secret: { source: "file" } }],
  ["secret_missing", trust.checkSecret, { secret: { source: "missing", length: 0, estimatedBits: 0 } }],
  ["secret_weak", trust.checkSecret, { secret: { estimatedBits: 12 } }],
  ["secret_placeholder", trust.checkSecret, { secret: { isPlaceholder: true } }],
  ["secret_exposed", trust.checkSecret, { secret: { source: "file", othersMayRead: 0o044 } }],

  ["rotation_none", trust.checkRotation, {}],
  [
    "rotation_running",
    trust.checkRotation,
    { secret: { hasPrevious: true }, content: { sealed: { present: 1, previous: 2, unknown: 0 } } },
  ],
  ["rotation_same", trust.checkRotation, { secret: { hasPrevious: true, isPreviousTheSame: true } }],

  ["keys_work", trust.checkKeys, {}],
  ["keys_lost", trust.checkKeys, { content: { sealed: { present: 1, previous: 0, unknown: 4 } } }],
  ["keys_other", trust.checkKeys, { content: { isOfOurSecret: false } }],
  ["keys_broken", trust.checkKeys, { secret: { roundTripWorks: false } }],

  ["admins_several", trust.checkAdmins, {}],
  ["admins_one", trust.checkAdmins, { content: { admins: { active: 1, withoutSecondFactor: 0 } } }],
  ["admins_none", trust.checkAdmins, { content: { admins: { active: 0, withoutSecondFactor: 0 } } }],

  ["second_factors_on", trust.checkSecondFactors, {}],
  [
    "second_factors_due",
    trust.checkSecondFactors,
    { content: { admins: { active: 2, withoutSecondFactor: 1, isSecondFactorRequired: true } } },
  ],
  ["second_factors_missing", trust.checkSecondFactors, { content: { admins: { active: 2, withoutSecondFactor: 1 } } }],

  ["node_current", trust.checkNode, {}],
  ["node_development", trust.checkNode, { environment: { isDevelopment: true } }],
  ["node_ended", trust.checkNode, { environment: { nodeVersion: "20.20.2" }, facts: { now: new Date("2026-05-02") } }],
  ["node_current", trust.checkNode, { environment: { nodeVersion: "20.20.2" }, facts: { now: factsNow } }],
  ["node_unsupported", trust.checkNode, { environment: { nodeVersion: "20.18.9" } }],

  ["disk_enough", trust.checkDisk, {}],
  ["disk_low", trust.checkDisk, disk(0.5 * 1024 ** 3)],
  ["disk_low", trust.checkDisk, disk(4 * 1024 ** 3)],
  ["disk_full", trust.checkDisk, disk(1024)],
  ["disk_read_only", trust.checkDisk, disk(50 * 1024 ** 3, false)],
];

describe("the checks", () => {
  it.each(cases)("find %s", (code, check, given) => {
    expect(check(examined(given)).code).toBe(code);
  });

  it("reach every outcome that has a text", () => {
    expect([...new Set(cases.map(([code]) => code))].sort()).toEqual(Object.keys(findingStates).sort());
  });
});
