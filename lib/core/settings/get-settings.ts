import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";

/** What admins decide about the instance in the browser; everything else is configuration. */
export interface InstanceSettings {
  /** Seconds for which the mail of a decision is held back, so that the decision can be undone. 0: not at all. */
  undoSeconds: number;
  /** Hours after which a waiting request is marked as late. */
  amberAfterHours: number;
  redAfterHours: number;
  /** What applicants are mailed; that they were approved is always mailed. */
  mailsReceived: boolean;
  mailsQuestions: boolean;
  mailsRejections: boolean;
  /** Requests of these buyer modes need the approval of two people. */
  fourEyesBuyerModes: string[];
  /** Days after which rejected requests are erased. Null: kept. */
  rejectedRetentionDays: number | null;
  /** Days after which audit events are removed. Null: kept. */
  auditRetentionDays: number | null;
  /** Whose sign-in needs two-factor authentication, by console role. */
  requireMfaAdmins: boolean;
  requireMfaReviewers: boolean;
  /** Of everybody who is neither. */
  requireMfaUsers: boolean;
}

/** Stored as the moment from which they hold, because the grace of those concerned counts from it. */
const mfaColumns = {
  requireMfaAdmins: "mfaAdminsSince",
  requireMfaReviewers: "mfaReviewersSince",
  requireMfaUsers: "mfaUsersSince",
} as const;

/** Without a row every setting has its default; the same as in the schema. */
export const defaultSettings: InstanceSettings = {
  undoSeconds: 15,
  amberAfterHours: 24,
  redAfterHours: 72,
  mailsReceived: true,
  mailsQuestions: true,
  mailsRejections: true,
  fourEyesBuyerModes: [],
  rejectedRetentionDays: null,
  auditRetentionDays: null,
  requireMfaAdmins: false,
  requireMfaReviewers: false,
  requireMfaUsers: false,
};

export async function getSettings(ctx: CoreContext, db: Database | Transaction = ctx.db): Promise<InstanceSettings> {
  const row = await db.settings.findUnique({ where: { id: 1 } });
  if (!row) return defaultSettings;
  const { id: _id, updatedAt: _updatedAt, mfaAdminsSince, mfaReviewersSince, mfaUsersSince, ...settings } = row;
  return {
    ...settings,
    requireMfaAdmins: mfaAdminsSince !== null,
    requireMfaReviewers: mfaReviewersSince !== null,
    requireMfaUsers: mfaUsersSince !== null,
  };
}

/** Changed settings as their row holds them. A requirement that is turned on counts from `now`. */
export function toSettingsRow(changes: Partial<InstanceSettings>, now: Date) {
  const { requireMfaAdmins, requireMfaReviewers, requireMfaUsers, ...plain } = changes;
  const required = { requireMfaAdmins, requireMfaReviewers, requireMfaUsers };
  const since = Object.entries(mfaColumns).flatMap(([name, column]) => {
    const value = required[name as keyof typeof required];
    return value === undefined ? [] : [[column, value ? now : null] as const];
  });
  return {
    ...plain,
    ...(Object.fromEntries(since) as Partial<Record<(typeof mfaColumns)[keyof typeof mfaColumns], Date | null>>),
  };
}

/** What a new installation begins with, where that is more than the defaults of those before. Keeps settings that are there. */
export async function writeFirstSettings(ctx: CoreContext, tx: Transaction): Promise<void> {
  const first = { ...defaultSettings, requireMfaAdmins: true, requireMfaReviewers: true };
  await tx.settings.createMany({ data: [{ id: 1, ...toSettingsRow(first, ctx.clock.now()) }], skipDuplicates: true });
}
