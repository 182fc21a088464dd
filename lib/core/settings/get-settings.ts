import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";

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
}

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
};

export async function getSettings(ctx: CoreContext, db: Database | Transaction = ctx.db): Promise<InstanceSettings> {
  const row = await db.settings.findUnique({ where: { id: 1 } });
  if (!row) return defaultSettings;
  const { id: _id, updatedAt: _updatedAt, ...settings } = row;
  return settings;
}
