import type { z } from "zod";
import type { Outcome } from "@/components/forms/outcome";
import type { BadgeTone } from "@/components/ui/badge";
import type {
  accessRuleFormSchema,
  dryRunFormSchema,
  RuleEffectValue,
  RuleSubjectValue,
} from "@/lib/values/access-rules";
import type { AccessRequestStatusValue } from "@/lib/values/queue";

export interface RuleItem {
  id: string;
  name: string;
  subject: RuleSubjectValue;
  patterns: string[];
  effect: RuleEffectValue;
  enabled: boolean;
  hits: number;
  lastHitAt: Date | null;
}

interface RuleOutcome {
  rule: { id: string | null; name: string };
  effect: RuleEffectValue;
  insteadOfApproval: "four_eyes" | "refused_before" | null;
}

export interface DryRunView {
  address: {
    email: string;
    domainKind: "CORPORATE" | "FREE" | "DISPOSABLE";
    outcome: RuleOutcome | null;
    matching: { id: string | null; name: string; effect: RuleEffectValue; enabled: boolean }[];
  } | null;
  requests: {
    id: string;
    name: string;
    email: string;
    status: AccessRequestStatusValue;
    submittedAt: Date;
    outcome: RuleOutcome | null;
  }[];
  counts: Record<RuleEffectValue | "none", number>;
}

export type RuleForm = z.input<typeof accessRuleFormSchema>;

export interface RuleActs {
  create: (rule: RuleForm) => Promise<Outcome<unknown>>;
  update: (input: { id: string; rule: RuleForm }) => Promise<Outcome<unknown>>;
  turn: (input: { id: string; enabled: boolean }) => Promise<Outcome<unknown>>;
  remove: (input: { id: string }) => Promise<Outcome<unknown>>;
  reorder: (input: { ids: string[] }) => Promise<Outcome<unknown>>;
  dryRun: (input: z.input<typeof dryRunFormSchema>) => Promise<Outcome<DryRunView>>;
}

export const effectTones: Record<RuleEffectValue, BadgeTone> = {
  approve: "success",
  hold: "warning",
  reject: "danger",
};
