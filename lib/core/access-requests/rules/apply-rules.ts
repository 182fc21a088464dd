import type { AccessRequest } from "@/generated/prisma/client";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { getSettings } from "../../settings/get-settings";
import { withoutFirstApproval } from "../decision";
import { mailApproval } from "../issue-approval";
import { recordRequestEvent } from "../record-request-event";
import { createJudge, type Judgement } from "./judge";
import { readRules } from "./list-access-rules";
import type { AccessRuleView } from "./rule-view";

type Judged = Judgement<AccessRuleView>;

/**
 * Lets the rules decide a request that waits, or hold it: a decision of the system, in the timeline and the audit log
 * as such. The caller holds the request's lock. Answers whether it still waits.
 */
export async function applyRules(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<boolean> {
  const judge = await createJudge(ctx, tx, await readRules(tx), [request]);
  const judged = judge(request);
  if (!judged) {
    if (request.decidedByRuleId) {
      await tx.accessRequest.update({ where: { id: request.id }, data: { decidedByRuleId: null } });
    }
    return true;
  }
  const { rule, effect } = judged;
  const isHeldAlready = effect === "hold" && request.decidedByRuleId === rule.id;
  await tx.accessRule.updateMany({
    where: { id: rule.id },
    data: { hits: { increment: 1 }, lastHitAt: ctx.clock.now() },
  });
  if (effect === "hold") {
    if (!isHeldAlready) await hold(ctx, tx, request, judged);
    return true;
  }
  await decide(ctx, tx, request, judged);
  return false;
}

async function hold(ctx: CoreContext, tx: Transaction, request: AccessRequest, judged: Judged): Promise<void> {
  await tx.accessRequest.update({ where: { id: request.id }, data: { decidedByRuleId: judged.rule.id } });
  await record(ctx, tx, request, judged, { kind: "held_by_rule", action: "access_request.held" });
}

async function decide(ctx: CoreContext, tx: Transaction, request: AccessRequest, judged: Judged): Promise<void> {
  const isApproval = judged.effect === "approve";
  const decided = await tx.accessRequest.update({
    where: { id: request.id },
    data: {
      status: isApproval ? "APPROVED" : "REJECTED",
      decidedAt: ctx.clock.now(),
      decidedById: null,
      decidedByRuleId: judged.rule.id,
      ...withoutFirstApproval,
      ...{ rejectionReason: null, undoUntil: null, undoTo: null },
      version: { increment: 1 },
    },
  });
  await record(
    ctx,
    tx,
    request,
    judged,
    isApproval
      ? { kind: "approved_by_rule", action: "access_request.approved" }
      : { kind: "rejected_by_rule", action: "access_request.rejected" },
  );
  if (isApproval) {
    await mailApproval(ctx, tx, decided);
    return;
  }
  if (!(await getSettings(ctx, tx)).mailsRejections) return;
  await ctx.mailer.enqueue(
    tx,
    {
      template: "access-rejected",
      to: decided.email,
      locale: decided.locale,
      // Which rule it was stays here: an answer that tells would teach how to get around it.
      props: { name: decided.name, organization: decided.organization, reason: null },
    },
    { accessRequestId: decided.id },
  );
}

async function record(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  { rule, insteadOfApproval }: Judged,
  what: {
    kind: "held_by_rule" | "approved_by_rule" | "rejected_by_rule";
    action: "access_request.held" | "access_request.approved" | "access_request.rejected";
  },
): Promise<void> {
  await recordRequestEvent(ctx, tx, request.id, { kind: what.kind, text: rule.name });
  await recordAuditEvent(ctx, tx, {
    action: what.action,
    actor: "system",
    target: { type: "access_request", id: request.id },
    details: {
      ruleId: rule.id,
      rule: rule.name,
      ...(insteadOfApproval ? { insteadOfApproval } : {}),
    },
  });
}
