import type { z } from "zod";
import type { Outcome } from "@/components/forms/outcome";
import type { BadgeTone } from "@/components/ui/badge";
import type { DryRun } from "@/lib/core/access-requests/rules/dry-run";
import type { accessRuleFormSchema, dryRunFormSchema, RuleEffectValue } from "@/lib/values/access-rules";

export type RuleForm = z.input<typeof accessRuleFormSchema>;

export interface RuleActs {
  create: (rule: RuleForm) => Promise<Outcome<unknown>>;
  update: (input: { id: string; rule: RuleForm }) => Promise<Outcome<unknown>>;
  turn: (input: { id: string; enabled: boolean }) => Promise<Outcome<unknown>>;
  remove: (input: { id: string }) => Promise<Outcome<unknown>>;
  reorder: (input: { ids: string[] }) => Promise<Outcome<unknown>>;
  dryRun: (input: z.input<typeof dryRunFormSchema>) => Promise<Outcome<DryRun>>;
}

export const effectTones: Record<RuleEffectValue, BadgeTone> = {
  approve: "success",
  hold: "warning",
  reject: "danger",
};
