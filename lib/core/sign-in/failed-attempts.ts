import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { AttemptsNotice } from "../kernel/jobs";
import { secondsAfter } from "../kernel/lifetimes";
import { wasMailedBefore } from "../mail/mailed-before";
import { sendSecurityNotice } from "../users/security-notice";

const watchedSeconds = 10 * 60;
/** Above users' own mistakes. */
const unusualFailures = 100;
const countedMax = 10_000;

/** Detects password spraying, which stays below the limits per client and account. Records hourly. */
export async function watchFailures(ctx: CoreContext): Promise<void> {
  const since = secondsAfter(ctx.clock.now(), -watchedSeconds);
  const [seen] = await ctx.db.$queryRaw<{ failures: number; accounts: number; addresses: number }[]>`
    SELECT count(*)::int AS failures, count(DISTINCT subject_id)::int AS accounts, count(DISTINCT ip)::int AS addresses
    FROM (
      SELECT subject_id, ip FROM audit_events WHERE action = 'login.failed' AND at > ${since} LIMIT ${countedMax}
    ) AS failed`;
  if (!seen || seen.failures < unusualFailures) return;
  if (!(await ctx.limits.consume("failureAlert", "everybody")).allowed) return;
  await recordAuditEvent(ctx, ctx.db, { action: "login.failures_unusual", actor: "system", details: { ...seen } });
  ctx.log.warn({ ...seen }, "Unusual number of failed sign-ins in the last ten minutes");
}

export async function mailAttemptsFailed(
  ctx: CoreContext,
  { userId, notice, once }: { userId: string; notice: AttemptsNotice; once?: string },
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { id: userId } });
  if (!user?.emailVerifiedAt || user.deactivatedAt) return;
  await ctx.db.$transaction(async (tx) => {
    if (await wasMailedBefore(tx, once)) return;
    await sendSecurityNotice(ctx, tx, user, notice, {}, once);
  });
}
