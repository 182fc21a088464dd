import type { DomainKind } from "@/generated/prisma/enums";
import { type DryRunInput, matchesRule, type RuleEffectValue } from "@/lib/values/access-rules";
import { domainOf } from "@/lib/values/domains";
import type { Email } from "@/lib/values/email";
import type { AccessRequestStatusValue } from "@/lib/values/queue";
import type { AdminActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { ok, type Result } from "../../kernel/result";
import { statusValues } from "../access-request-view";
import { domainKindOf } from "../domain-kind";
import { openRequestOf } from "../open-request";
import { createJudge, type Judgement, type JudgingRule } from "./judge";
import { readRules } from "./list-access-rules";

const requestsMax = 100;

/** The rule that acts; its id is null for a draft that was never saved. */
interface Outcome {
  rule: { id: string | null; name: string };
  effect: RuleEffectValue;
  insteadOfApproval: Judgement<unknown>["insteadOfApproval"];
}

export interface DryRun {
  /** Null unless an address was to be tested. */
  address: {
    email: string;
    domain: string;
    domainKind: DomainKind;
    /** Null: no rule acts, the request waits for a person. */
    outcome: Outcome | null;
    /** Every rule that matches, in order; those after the first do not act. */
    matching: { id: string | null; name: string; effect: RuleEffectValue; enabled: boolean }[];
  } | null;
  /** The newest requests, as they would fare if they came now. */
  requests: {
    id: string;
    name: string;
    email: string;
    status: AccessRequestStatusValue;
    submittedAt: Date;
    outcome: Outcome | null;
  }[];
  counts: Record<RuleEffectValue | "none", number>;
}

/** Asks the rules, with the one that is being written among them, and changes nothing: no decision, no mail, no hit. */
export async function dryRunAccessRules(
  ctx: CoreContext,
  _admin: AdminActor,
  { email, draft }: DryRunInput,
): Promise<Result<DryRun>> {
  const rules = withDraft(await readRules(ctx.db), draft);
  const recent = await ctx.db.accessRequest.findMany({
    orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
    take: requestsMax,
    select: { id: true, name: true, email: true, status: true, submittedAt: true, buyerMode: true, domainKind: true },
  });
  const judge = await createJudge(ctx, ctx.db, rules, recent);
  const requests = recent.map(({ domainKind, buyerMode, status, ...request }) => ({
    ...request,
    status: statusValues[status],
    outcome: toOutcome(judge({ ...request, domainKind, buyerMode })),
  }));
  const counts = { approve: 0, hold: 0, reject: 0, none: 0 };
  for (const { outcome } of requests) counts[outcome?.effect ?? "none"] += 1;
  return ok({ address: email ? await testAddress(ctx, rules, email) : null, requests, counts });
}

async function testAddress(ctx: CoreContext, rules: JudgingRule[], email: Email): Promise<DryRun["address"]> {
  const known = await ctx.db.accessRequest.findFirst({
    where: openRequestOf(email),
    select: { id: true, buyerMode: true },
  });
  const request = {
    id: known?.id ?? "",
    buyerMode: known?.buyerMode ?? "",
    email,
    domainKind: domainKindOf(ctx, email),
  };
  const judge = await createJudge(ctx, ctx.db, rules, known ? [request] : []);
  return {
    email,
    domain: domainOf(email),
    domainKind: request.domainKind,
    outcome: toOutcome(judge(request)),
    matching: rules
      .filter((rule) => matchesRule(rule, request))
      .map(({ id, name, effect, enabled }) => ({ id, name, effect, enabled })),
  };
}

function withDraft(rules: JudgingRule[], draft: DryRunInput["draft"]): JudgingRule[] {
  if (!draft) return rules;
  const { id = null, ...written } = draft;
  const rule = { ...written, id };
  return rules.some((saved) => saved.id === id)
    ? rules.map((saved) => (saved.id === id ? rule : saved))
    : [...rules, { ...rule, id: null }];
}

function toOutcome(judged: Judgement<JudgingRule> | null): Outcome | null {
  if (!judged) return null;
  const { rule, effect, insteadOfApproval } = judged;
  return { rule: { id: rule.id, name: rule.name }, effect, insteadOfApproval };
}
