import { z } from "zod";
import { type BrowserFacts, examineSchema } from "@/lib/values/doctor";
import { jsonDate } from "@/lib/values/json-date";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { type FindingState, findingStates, type Outcome } from "../kernel/diagnostics-report";
import { ok } from "../kernel/result";
import * as data from "./data-checks";
import * as reach from "./reach-checks";
import * as trust from "./trust-checks";
import * as work from "./work-checks";

/** Texts are in messages/…/findings.json. */
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

const state = z.enum(["ok", "warning", "failure", "skipped"]);
const count = z.int().min(0);
const finding = z.strictObject({
  check: z.string(),
  state,
  code: z.string(),
  title: z.string(),
  seen: z.string(),
  /** Empty: nothing to do. */
  advice: z.string(),
  /** Path in the repository. */
  docs: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Finding = z.output<typeof finding>;

const examination = z
  .strictObject({
    at: jsonDate,
    /** Ignores skipped checks. */
    state: z.enum(["ok", "warning", "failure"]),
    counts: z.strictObject({ ok: count, warning: count, failure: count, skipped: count }),
    findings: z.array(finding),
  })
  .meta({ id: "Examination" });
export type Examination = z.output<typeof examination>;
export type ExaminationJson = z.input<typeof examination>;

const example: ExaminationJson = {
  at: "2026-09-30T09:00:00.000Z",
  state: "warning",
  counts: { ok: 0, warning: 1, failure: 0, skipped: 0 },
  findings: [
    {
      check: "admins",
      state: "warning",
      code: "admins_one",
      title: "Admins",
      seen: "Only one active admin. If you lose that account, you'll need the command line.",
      advice: "Make another user an admin under Users.",
      docs: "docs/admin-console.md#command-line",
      values: {},
    },
  ],
};

/** Changes nothing. */
export const examine = act({
  access: "admin",
  input: z.strictObject({}),
  output: examination,
  errors: [],
  example: { output: example },
  async run(ctx) {
    return ok(await examineHere(ctx));
  },
});

export const examineFromBrowser = act({
  access: "admin",
  input: examineSchema,
  output: examination,
  errors: [],
  example: { output: example },
  async run(ctx, _admin, { browser }) {
    return ok(await examineHere(ctx, browser));
  },
});

export async function examineHere(
  { instruments, request }: Pick<CoreContext, "instruments" | "request">,
  browser: BrowserFacts | null = null,
): Promise<Examination> {
  const facts = await instruments.read();
  const examined = { facts, browser, requestSource: request.requestSource ?? null, ip: request.ip };
  const findings = checks.map(([check, docs, run]): Finding => {
    const outcome = run(examined);
    const { title, seen, advice } = instruments.describe(check, outcome, request.locale);
    const values = Object.entries(outcome.values).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]);
    return {
      check,
      state: findingStates[outcome.code],
      code: outcome.code,
      title,
      seen,
      advice,
      docs,
      values: Object.fromEntries(values),
    };
  });
  const of = (one: FindingState) => findings.filter((each) => each.state === one).length;
  const counts = { ok: of("ok"), warning: of("warning"), failure: of("failure"), skipped: of("skipped") };
  const worst = counts.failure > 0 ? "failure" : counts.warning > 0 ? "warning" : "ok";
  return { at: facts.now, state: worst, counts, findings };
}

export const checkNames = checks.map(([check]) => check);
