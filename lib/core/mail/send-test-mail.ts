import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "./mail-limits";

/** Mails the admin who asks, through the same queue as everything else. Answers the mail's id: what became of it is read there. */
export async function sendTestMail(
  ctx: CoreContext,
  admin: AdminActor,
): Promise<Result<{ mailId: string; to: string }, "rate_limited">> {
  const limit = await ctx.limits.consume("testMail", admin.user.id);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const { email: to, name, locale } = admin.user;
  return inTransaction<{ mailId: string; to: string }, "rate_limited">(ctx, async (tx) => {
    const mailsUrl = `${ctx.config.appUrl}/admin/mail`;
    const mailId = await ctx.mailer.enqueue(tx, { template: "test-mail", to, locale, props: { name, mailsUrl } });
    if (mailId === null) return err("rate_limited", mailWait("test-mail"));
    await recordAuditEvent(ctx, tx, {
      action: "mail.test_sent",
      actor: admin,
      target: { type: "mail", id: mailId },
      details: { template: "test-mail" },
    });
    return ok({ mailId, to });
  });
}
