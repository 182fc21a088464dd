import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { type MailView, mailSelect, toMailView } from "./mail-view";

type Refusal = "not_found" | "mail_not_failed" | "mail_run_out";

/** Puts a failed mail back into the queue: one conditional write, so that of many presses one does. */
export async function retryMail(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<MailView, Refusal>> {
  if (!isId(id)) return err("not_found");
  const found = await ctx.db.mail.findUnique({ where: { id } });
  if (!found) return err("not_found");
  if (found.state !== "FAILED") return err("mail_not_failed");
  const opened =
    found.sealedPayload === null ? null : await ctx.mailroom.open({ ...found, sealedPayload: found.sealedPayload });
  if (!opened || (opened.expiresAt && opened.expiresAt <= ctx.clock.now())) return err("mail_run_out");
  return inTransaction<MailView, Refusal>(ctx, async (tx) => {
    const [row] = await tx.mail.updateManyAndReturn({
      where: { id, state: "FAILED" },
      data: { state: "QUEUED", attempts: 0 },
      select: mailSelect,
    });
    if (!row) return err("mail_not_failed");
    await ctx.mailroom.requeue(tx, id);
    await recordAuditEvent(ctx, tx, {
      action: "mail.retried",
      actor: admin,
      target: { type: "mail", id },
      details: { template: row.template },
    });
    return ok(toMailView(row, ctx.clock.now()));
  });
}
