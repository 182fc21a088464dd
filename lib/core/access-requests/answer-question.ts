import type { AnswerQuestionInput } from "@/lib/values/request-questions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { withoutFirstApproval } from "./decision";
import { lockRequest } from "./lock-request";
import { recordRequestEvent } from "./record-request-event";
import { readRequestToken } from "./request-link";

/**
 * The applicant's answer to a reviewer's question: once, into the history, and the request is back in the queue as a
 * newer version, so that nobody decides on what they have not read. What was said before stays in the history.
 */
export async function answerQuestion(
  ctx: CoreContext,
  { token, answer, useCase }: AnswerQuestionInput,
): Promise<Result<undefined, "token_invalid">> {
  const id = readRequestToken(ctx, token);
  if (!id) return err("token_invalid");
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockRequest(tx, id);
    const before = await tx.accessRequest.findUnique({ where: { id } });
    if (before?.status !== "NEEDS_INFO") return err("token_invalid");
    const isChanged = useCase !== undefined && useCase !== before.useCase;
    await tx.accessRequest.update({
      where: { id },
      data: {
        status: "PENDING",
        question: null,
        // The link was mailed, so whoever has it owns the address.
        emailConfirmedAt: ctx.clock.now(),
        version: { increment: 1 },
        // Whoever gave the first of two approvals has not seen this.
        ...(isChanged ? { useCase, ...withoutFirstApproval } : {}),
        searchText: [before.searchText, answer, isChanged ? useCase : ""].join("\n").trim().toLowerCase(),
      },
    });
    await ctx.jobs.enqueue(tx, { name: "receive-answer", id, request: jobRequest(ctx) });
    await recordRequestEvent(ctx, tx, id, { kind: "question_answered", text: answer });
    if (isChanged) await recordRequestEvent(ctx, tx, id, { kind: "use_case_changed", text: before.useCase });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.answered",
      target: { type: "access_request", id },
    });
    return ok();
  });
}
