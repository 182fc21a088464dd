import type { CoreContext } from "../kernel/context";
import type { AttemptsNotice } from "../kernel/jobs";
import { wasMailedBefore } from "../mail/mailed-before";
import { sendSecurityNotice } from "../users/security-notice";

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
