import { z } from "zod";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";

/** The rest is configuration. */
export const settings = z
  .strictObject({
    /** Delay for undo. 0: none. */
    undoSeconds: z.int(),
    /** Due (amber) or overdue (red). */
    amberAfterHours: z.int(),
    redAfterHours: z.int(),
    /** Approvals are always sent. */
    mailsReceived: z.boolean(),
    mailsQuestions: z.boolean(),
    mailsRejections: z.boolean(),
    /** Need two approvals. */
    fourEyesBuyerModes: z.array(z.string()),
    /** Null: kept. */
    rejectedRetentionDays: z.int().nullable(),
    /** Null: kept. */
    auditRetentionDays: z.int().nullable(),
    requireMfaAdmins: z.boolean(),
    requireMfaReviewers: z.boolean(),
    /** Everyone without a console role. */
    requireMfaUsers: z.boolean(),
  })
  .meta({ id: "Settings" });
export type InstanceSettings = z.output<typeof settings>;

/** The grace period counts from it. */
const mfaColumns = {
  requireMfaAdmins: "mfaAdminsSince",
  requireMfaReviewers: "mfaReviewersSince",
  requireMfaUsers: "mfaUsersSince",
} as const;

/** Must match the database schema. */
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

/** Stricter than the defaults. Keeps existing settings. */
export async function writeFirstSettings(ctx: CoreContext, tx: Transaction): Promise<void> {
  const first = { ...defaultSettings, requireMfaAdmins: true, requireMfaReviewers: true };
  await tx.settings.createMany({ data: [{ id: 1, ...toSettingsRow(first, ctx.clock.now()) }], skipDuplicates: true });
}
