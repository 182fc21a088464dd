import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { type MailView, mailSelect, toMailView } from "./mail-view";

type Refusal = "not_found" | "mail_not_waiting";

/** Takes back a mail that waits. One that a worker is handing over at that moment still goes out, and says so. */
export async function cancelMail(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<MailView, Refusal>> {
  if (!isId(id)) return err("not_found");
  return inTransaction<MailView, Refusal>(ctx, async (tx) => {
    const [row] = await tx.mail.updateManyAndReturn({
      where: { id, state: "QUEUED" },
      data: { state: "CANCELLED", sealedPayload: null },
      select: mailSelect,
    });
    if (!row) return err((await tx.mail.count({ where: { id } })) === 0 ? "not_found" : "mail_not_waiting");
    await recordAuditEvent(ctx, tx, {
      action: "mail.cancelled",
      actor: admin,
      target: { type: "mail", id },
      details: { template: row.template },
    });
    return ok(toMailView(row, ctx.clock.now()));
  });
}
