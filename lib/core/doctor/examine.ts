import type { BrowserFacts } from "@/lib/values/doctor";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";
import * as data from "./data-checks";
import { type Finding, type FindingState, findingStates, type Outcome } from "./findings";
import * as reach from "./reach-checks";
import * as trust from "./trust-checks";
import * as work from "./work-checks";

/** Every check in the order in which it is shown. A new one also needs its words (messages/…/findings.json). */
const checks: [check: string, docs: string, run: (examined: reach.Examined) => Outcome][] = [
  ["address", "README.md#configuration", reach.checkAddress],
  ["cookies", "README.md#troubleshooting", reach.checkCookies],
  ["origins", "README.md#troubleshooting", reach.checkOrigins],
  ["proxy", "README.md#configuration", reach.checkProxy],
  ["https", "README.md#configuration", reach.checkHttps],
  ["database", "README.md#operations", data.checkDatabase],
  ["migrations", "CONTRIBUTING.md#migrations", data.checkMigrations],
  ["extensions", "README.md#configuration", data.checkExtensions],
  ["connections", "README.md#configuration", data.checkConnections],
  ["storage", "README.md#operations", data.checkStorage],
  ["clock", "README.md#troubleshooting", data.checkClock],
  ["redis", "README.md#configuration", work.checkRedis],
  ["limits", "README.md#configuration", work.checkLimits],
  ["mail", "README.md#configuration", work.checkMail],
  ["mailQueue", "docs/admin-console.md#mail", work.checkMailQueue],
  ["worker", "README.md#operations", work.checkWorker],
  ["secret", "README.md#configuration", trust.checkSecret],
  ["rotation", "README.md#operations", trust.checkRotation],
  ["keys", "README.md#operations", trust.checkKeys],
  ["admins", "README.md#operations", trust.checkAdmins],
  ["secondFactors", "README.md#security", trust.checkSecondFactors],
  ["node", "README.md#two-commands", trust.checkNode],
  ["disk", "README.md#operations", trust.checkDisk],
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
