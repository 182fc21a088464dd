import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { cancellableTemplates } from "./cancellable";
import { type MailView, mailSelect, toMailView } from "./mail-view";

type Refusal = "not_found" | "mail_not_waiting" | "mail_not_cancellable";

/**
 * Takes back a mail that waits, unless it tells people of an act on their account or organization. One that a worker is handing over at that moment still goes out, and
 * says so.
 */
export async function cancelMail(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<MailView, Refusal>> {
  if (!isId(id)) return err("not_found");
  return inTransaction<MailView, Refusal>(ctx, async (tx) => {
    const [row] = await tx.mail.updateManyAndReturn({
      where: { id, state: "QUEUED", template: { in: cancellableTemplates } },
      data: { state: "CANCELLED", sealedPayload: null },
      select: mailSelect,
    });
    if (!row) {
      const kept = await tx.mail.findUnique({ where: { id }, select: { state: true } });
      if (!kept) return err("not_found");
      return err(kept.state === "QUEUED" ? "mail_not_cancellable" : "mail_not_waiting");
    }
    await recordAuditEvent(ctx, tx, {
      action: "mail.cancelled",
      actor: admin,
      target: { type: "mail", id },
      details: { template: row.template },
    });
    return ok(toMailView(row, ctx.clock.now()));
  });
}
