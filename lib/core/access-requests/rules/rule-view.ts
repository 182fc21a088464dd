import type { AccessRule } from "@/generated/prisma/client";
import type { RuleEffect, RuleSubject } from "@/generated/prisma/enums";
import type { RuleEffectValue, RuleSubjectValue } from "@/lib/values/access-rules";

/** A rule as admins see it. */
export interface AccessRuleView {
  id: string;
  name: string;
  subject: RuleSubjectValue;
  /** Empty unless the subject is a list. */
  patterns: string[];
  effect: RuleEffectValue;
  enabled: boolean;
  hits: number;
  lastHitAt: Date | null;
  updatedAt: Date;
}

const subjectValues = {
  LIST: "list",
  FREE_MAIL: "free_mail",
  DISPOSABLE: "disposable",
} as const satisfies Record<RuleSubject, RuleSubjectValue>;
const effectValues = {
  APPROVE: "approve",
  HOLD: "hold",
  REJECT: "reject",
} as const satisfies Record<RuleEffect, RuleEffectValue>;

export const storedSubjects = { list: "LIST", free_mail: "FREE_MAIL", disposable: "DISPOSABLE" } as const;
export const storedEffects = { approve: "APPROVE", hold: "HOLD", reject: "REJECT" } as const;

export function toRuleView(row: AccessRule): AccessRuleView {
  return {
    id: row.id,
    name: row.name,
    subject: subjectValues[row.subject],
    patterns: row.patterns,
    effect: effectValues[row.effect],
    enabled: row.isEnabled,
    hits: row.hits,
    lastHitAt: row.lastHitAt,
    updatedAt: row.updatedAt,
  };
}
