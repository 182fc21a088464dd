import type { UserActor } from "../kernel/actors";
import { type CoreContext, jobRequest } from "../kernel/context";
import { ok, type Result } from "../kernel/result";

/** Mails the actor a link that sets a password, for accounts that have none. The mailbox is the proof. */
export async function mailOwnPasswordLink(ctx: CoreContext, actor: UserActor): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-password-reset", email: actor.user.email, request: jobRequest(ctx) });
  return ok();
}
