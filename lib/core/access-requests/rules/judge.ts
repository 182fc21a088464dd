import { matchesRule, type RuleEffectValue, type RuleFacts } from "@/lib/values/access-rules";
import { allAnswers } from "../../kernel/all-answers";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { getSettings } from "../../settings/get-settings";
import type { AccessRuleView } from "./rule-view";

/** A request as rules see it. */
export interface JudgedRequest extends RuleFacts {
  id: string;
  buyerMode: string;
}

export type JudgingRule = Pick<AccessRuleView, "name" | "subject" | "patterns" | "effect" | "enabled"> & {
  id: string | null;
};

export interface Judgement<Rule> {
  rule: Rule;
  effect: RuleEffectValue;
  /** Why the request is held although the rule would approve it. */
  insteadOfApproval: "four_eyes" | "refused_before" | null;
}

/**
 * What the rules would do with a request: the first enabled one that matches acts. A rule approves nothing that takes
 * two people, and no one whom a person has refused before: there it holds.
 */
export async function createJudge<Rule extends JudgingRule>(
  ctx: CoreContext,
  db: Database | Transaction,
  rules: Rule[],
  requests: JudgedRequest[],
): Promise<(request: JudgedRequest) => Judgement<Rule> | null> {
  const enabled = rules.filter((rule) => rule.enabled);
  const find = (request: JudgedRequest) => enabled.find((rule) => matchesRule(rule, request));
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

/** Of these requests, those that a person has rejected or whose approval a person has withdrawn, ever. */
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
