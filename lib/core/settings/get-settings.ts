import { z } from "zod";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";

/** Set by admins in the browser; everything else is configuration. */
export const settings = z
  .strictObject({
    /** For which the email of a decision waits, so that the decision can be undone. 0: not at all. */
    undoSeconds: z.int(),
    /** After which a waiting request is marked as due, and as overdue. */
    amberAfterHours: z.int(),
    redAfterHours: z.int(),
    /** Emails to applicants. The approval is always sent. */
    mailsReceived: z.boolean(),
    mailsQuestions: z.boolean(),
    mailsRejections: z.boolean(),
    /** Requests of these buyer modes need two approvals. */
    fourEyesBuyerModes: z.array(z.string()),
    /** After which rejected requests are erased. Null: kept. */
    rejectedRetentionDays: z.int().nullable(),
    /** After which audit events are deleted. Null: kept. */
    auditRetentionDays: z.int().nullable(),
    /** Two-factor authentication, by console role. */
    requireMfaAdmins: z.boolean(),
    requireMfaReviewers: z.boolean(),
    /** Everyone without a console role. */
    requireMfaUsers: z.boolean(),
  })
  .meta({ id: "Settings" });
export type InstanceSettings = z.output<typeof settings>;

/** Stored as the time from which each applies: the grace period counts from it. */
const mfaColumns = {
  requireMfaAdmins: "mfaAdminsSince",
  requireMfaReviewers: "mfaReviewersSince",
  requireMfaUsers: "mfaUsersSince",
} as const;

/** The same as in the database schema. */
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

/** A requirement that is turned on counts from `now`. */
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

/** A new installation requires more than the defaults. Keeps settings that exist. */
export async function writeFirstSettings(ctx: CoreContext, tx: Transaction): Promise<void> {
  const first = { ...defaultSettings, requireMfaAdmins: true, requireMfaReviewers: true };
  await tx.settings.createMany({ data: [{ id: 1, ...toSettingsRow(first, ctx.clock.now()) }], skipDuplicates: true });
}
