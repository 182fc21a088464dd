import type { AccessRequest } from "@/generated/prisma/client";
import { matchesRule, type RuleEffectValue, type RuleInput } from "@/lib/values/access-rules";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { allAnswers } from "../../kernel/all-answers";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { getSettings } from "../../settings/get-settings";
import { mailApproval } from "../invitation";
import { recordRequestEvent, withoutFirstApproval } from "../request";
import { type Rule, readRules } from "./rules";

export type EvaluatedRule = Pick<Rule, "name" | "subject" | "patterns" | "effect" | "enabled"> & { id: string | null };

export interface Evaluation<Matching> {
  rule: Matching;
  effect: RuleEffectValue;
  insteadOfApproval: "four_eyes" | "refused_before" | null;
}

/** Doesn't approve requests that need two approvals or that a person ever rejected or revoked. */
export async function createEvaluator<Matching extends EvaluatedRule>(
  ctx: CoreContext,
  db: Database | Transaction,
  rules: Matching[],
  requests: (RuleInput & { id: string; buyerMode: string })[],
): Promise<(request: RuleInput & { id: string; buyerMode: string }) => Evaluation<Matching> | null> {
  const enabled = rules.filter((rule) => rule.enabled);
  const find = (request: RuleInput) => enabled.find((rule) => matchesRule(rule, request));
  const toApprove = requests.filter((request) => find(request)?.effect === "approve").map(({ id }) => id);
  const [settings, refused] = await allAnswers([getSettings(ctx, db), refusedByPeople(db, toApprove)]);
  return (request) => {
    const rule = find(request);
    if (!rule) return null;
    if (rule.effect !== "approve") return { rule, effect: rule.effect, insteadOfApproval: null };
    if (settings.fourEyesBuyerModes.includes(request.buyerMode)) {
      return { rule, effect: "hold", insteadOfApproval: "four_eyes" };
    }
    if (refused.has(request.id)) return { rule, effect: "hold", insteadOfApproval: "refused_before" };
    return { rule, effect: "approve", insteadOfApproval: null };
  };
}

async function refusedByPeople(db: Database | Transaction, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const events = await db.accessRequestEvent.findMany({
    where: {
      accessRequestId: { in: ids },
      kind: { in: ["rejected", "approval_revoked"] },
      actorLabel: { not: "" },
    },
    select: { accessRequestId: true },
  });
  return new Set(events.map((event) => event.accessRequestId));
}

/** Returns whether it still waits. Needs the request's lock. */
export async function applyRules(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<boolean> {
  const evaluate = await createEvaluator(ctx, tx, await readRules(tx), [request]);
  const evaluation = evaluate(request);
  if (!evaluation) {
    if (request.decidedByRuleId) {
      await tx.accessRequest.update({ where: { id: request.id }, data: { decidedByRuleId: null } });
    }
    return true;
  }
  const { rule, effect } = evaluation;
  await tx.accessRule.updateMany({
    where: { id: rule.id },
    data: { hits: { increment: 1 }, lastHitAt: ctx.clock.now() },
  });
  if (effect === "hold") {
    if (request.decidedByRuleId !== rule.id) await hold(ctx, tx, request, evaluation);
    return true;
  }
  await decide(ctx, tx, request, evaluation);
  return false;
}

async function hold(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  evaluation: Evaluation<Rule>,
): Promise<void> {
  await tx.accessRequest.update({ where: { id: request.id }, data: { decidedByRuleId: evaluation.rule.id } });
  await record(ctx, tx, request, evaluation, { kind: "held_by_rule", action: "access_request.held" });
}

async function decide(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  evaluation: Evaluation<Rule>,
): Promise<void> {
  const isApproval = evaluation.effect === "approve";
  const decided = await tx.accessRequest.update({
    where: { id: request.id },
    data: {
      status: isApproval ? "APPROVED" : "REJECTED",
      decidedAt: ctx.clock.now(),
      decidedById: null,
      decidedByRuleId: evaluation.rule.id,
      ...withoutFirstApproval,
      rejectionReason: null,
      undoUntil: null,
      undoTo: null,
      version: { increment: 1 },
    },
  });
  if (isApproval) {
    await record(ctx, tx, request, evaluation, { kind: "approved_by_rule", action: "access_request.approved" });
    await mailApproval(ctx, tx, decided);
    return;
  }
  await record(ctx, tx, request, evaluation, { kind: "rejected_by_rule", action: "access_request.rejected" });
  if (!(await getSettings(ctx, tx)).mailsRejections) return;
  const { id: accessRequestId, email: to, locale, name, organization } = decided;
  // The rule's name would show how to get around it.
  const props = { name, organization, reason: null };
  await ctx.mailer.enqueue(tx, { template: "access-rejected", to, locale, props }, { accessRequestId });
}

async function record(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  { rule, insteadOfApproval }: Evaluation<Rule>,
  event: {
    kind: "held_by_rule" | "approved_by_rule" | "rejected_by_rule";
    action: "access_request.held" | "access_request.approved" | "access_request.rejected";
  },
): Promise<void> {
  await recordRequestEvent(ctx, tx, request.id, { kind: event.kind, text: rule.name });
  await recordAuditEvent(ctx, tx, {
    action: event.action,
    actor: "system",
    target: { type: "access_request", id: request.id },
    details: { ruleId: rule.id, rule: rule.name, ...(insteadOfApproval ? { insteadOfApproval } : {}) },
  });
}
