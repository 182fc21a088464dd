import { z } from "zod";
import { canonicalDomain, domainOf } from "./domains";
import { canonicalEmail, emailSchema } from "./email";
import { line } from "./text";
import { idSchema } from "./tokens";

export const ruleSubjects = ["list", "free_mail", "disposable"] as const;
export const ruleEffects = ["approve", "hold", "reject"] as const;
export type RuleSubjectValue = (typeof ruleSubjects)[number];
export type RuleEffectValue = (typeof ruleEffects)[number];

export const patternsMax = 500;

/** `acme.com`, `@acme.com` and `*.acme.com` are equal. Null when invalid. */
export function canonicalPattern(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const domain = text.replace(/^(?:\*\.|@)/, "");
  if (domain.includes("@")) return canonicalEmail(domain);
  return canonicalDomain(domain);
}

const patternSchema = z.string().transform((typed, context): string => {
  const pattern = canonicalPattern(typed);
  if (pattern !== null) return pattern;
  context.addIssue({ code: "custom", message: "rule_pattern" });
  return z.NEVER;
});
const patternsSchema = z
  .array(patternSchema)
  .transform((patterns) => [...new Set(patterns)])
  .pipe(z.array(z.string()).max(patternsMax, "too_long"));

const ruleFields = {
  name: line(80),
  subject: z.enum(ruleSubjects),
  /** `list` only. */
  patterns: patternsSchema.default([]),
  effect: z.enum(ruleEffects),
  enabled: z.boolean().default(true),
};

function listsSomething(rule: { subject?: RuleSubjectValue | undefined; patterns?: readonly string[] | undefined }) {
  return rule.subject !== "list" || (rule.patterns ?? []).length > 0;
}
const emptyList = { path: ["patterns"], message: "required" };

export const accessRuleSchema = z.strictObject(ruleFields).refine(listsSomething, emptyList);
export const accessRulePatchSchema = z
  .strictObject({ ...ruleFields, patterns: patternsSchema, enabled: z.boolean() })
  .partial();
export const ruleOrderSchema = z.strictObject({ ids: z.array(idSchema).max(1000, "too_long") });

/** `id` replaces that rule. */
const draftSchema = z.strictObject({ ...ruleFields, id: idSchema.optional() }).refine(listsSomething, emptyList);
export const dryRunSchema = z.strictObject({ email: emailSchema.optional(), draft: draftSchema.optional() });

/** One per line. */
const linesSchema = z
  .string()
  .max(100_000, "too_long")
  .transform((text) => text.split(/[\s,;]+/).filter((typed) => typed !== ""))
  .pipe(patternsSchema);
export const accessRuleFormSchema = z
  .strictObject({
    name: ruleFields.name,
    subject: ruleFields.subject,
    patterns: linesSchema,
    effect: ruleFields.effect,
  })
  .refine(listsSomething, emptyList);
export const dryRunFormSchema = z.strictObject({
  email: emailSchema.optional(),
  draft: z.strictObject({ id: idSchema.optional(), rule: accessRuleFormSchema, enabled: z.boolean() }).optional(),
});
export const addressToTestSchema = z.strictObject({ email: emailSchema });

export interface RuleInput {
  /** Canonical. */
  email: string;
  domainKind: "CORPORATE" | "FREE" | "DISPOSABLE";
}

export function matchesRule(
  rule: { subject: RuleSubjectValue; patterns: readonly string[] },
  { email, domainKind }: RuleInput,
): boolean {
  if (rule.subject === "free_mail") return domainKind === "FREE";
  if (rule.subject === "disposable") return domainKind === "DISPOSABLE";
  const domain = domainOf(email);
  return rule.patterns.some((pattern) =>
    pattern.includes("@") ? pattern === email : pattern === domain || domain.endsWith(`.${pattern}`),
  );
}

export type AccessRuleInput = z.output<typeof accessRuleSchema>;
export type DryRunInput = z.output<typeof dryRunSchema>;
