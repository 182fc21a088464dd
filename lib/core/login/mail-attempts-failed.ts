import { sendSecurityNotice } from "../account/security-notice";
import type { CoreContext } from "../context";
import { wasMailedBefore } from "../mailed-before";

export type AttemptsNotice = "attempts-failed" | "second-factor-paused";

/** The job's side of wrong passwords and codes in a row: mails the owner, with a link that undoes what was done. */
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
