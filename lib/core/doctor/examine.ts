import type { BrowserFacts } from "@/lib/values/doctor";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { type Finding, type FindingState, findingStates, type Outcome } from "../kernel/diagnostics-report";
import * as data from "./data-checks";
import * as reach from "./reach-checks";
import * as trust from "./trust-checks";
import * as work from "./work-checks";

/** Every check in the order in which it is shown. A new one also needs its words (messages/…/findings.json). */
const checks: [check: string, docs: string, run: (examined: reach.Examined) => Outcome][] = [
  ["address", "docs/configuration.md#address-and-proxy", reach.checkAddress],
  ["cookies", "docs/troubleshooting.md", reach.checkCookies],
  ["origins", "docs/troubleshooting.md", reach.checkOrigins],
  ["proxy", "docs/configuration.md#address-and-proxy", reach.checkProxy],
  ["https", "docs/deploy.md#add-tls", reach.checkHttps],
  ["database", "docs/deploy.md#postgresql", data.checkDatabase],
  ["migrations", "CONTRIBUTING.md#migrations", data.checkMigrations],
  ["extensions", "docs/deploy.md#postgresql", data.checkExtensions],
  ["connections", "docs/deploy.md#postgresql", data.checkConnections],
  ["storage", "docs/backup.md", data.checkStorage],
  ["clock", "docs/troubleshooting.md", data.checkClock],
  ["redis", "docs/deploy.md#several-instances", work.checkRedis],
  ["limits", "docs/configuration.md#security", work.checkLimits],
  ["mail", "docs/configuration.md#email", work.checkMail],
  ["mailQueue", "docs/admin-console.md#emails", work.checkMailQueue],
  ["worker", "docs/troubleshooting.md", work.checkWorker],
  ["secret", "docs/backup.md#the-secret", trust.checkSecret],
  ["rotation", "docs/backup.md#rotate-the-secret", trust.checkRotation],
  ["keys", "docs/backup.md#the-secret", trust.checkKeys],
  ["admins", "docs/admin-console.md#command-line", trust.checkAdmins],
  ["secondFactors", "docs/admin-console.md#required-two-factor-authentication", trust.checkSecondFactors],
  ["node", "docs/install.md#requirements", trust.checkNode],
  ["disk", "docs/install.md#requirements", trust.checkDisk],
];

export interface Examination {
  at: Date;
  /** The worst that was found, leaving out what was skipped. */
  state: Exclude<FindingState, "skipped">;
  counts: Record<FindingState, number>;
  findings: Finding[];
}

/** Looks at everything that commonly goes wrong around an installation, and says what to do about it. Changes nothing. */
export function examine(
  ctx: CoreContext,
  _admin: AdminActor,
  { browser }: { browser: BrowserFacts | null },
): Promise<Examination> {
  return examineHere(ctx, browser);
}

/** For whoever runs the server, on its command line. */
export async function examineHere(
  { instruments, request }: Pick<CoreContext, "instruments" | "request">,
  browser: BrowserFacts | null = null,
): Promise<Examination> {
  const facts = await instruments.read();
  const examined = { facts, browser, arrival: request.arrival ?? null, ip: request.ip };
  const findings = checks.map(([check, docs, run]): Finding => {
    const outcome = run(examined);
    const state = findingStates[outcome.code];
    return { check, state, docs, ...outcome, ...instruments.describe(check, outcome, request.locale) };
  });
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  const counts = { ok: count("ok"), warning: count("warning"), failure: count("failure"), skipped: count("skipped") };
  const state = counts.failure > 0 ? "failure" : counts.warning > 0 ? "warning" : "ok";
  return { at: facts.now, state, counts, findings };
}

/** The names of the checks, for a page that has none of their findings yet. */
export const checkNames = checks.map(([check]) => check);
