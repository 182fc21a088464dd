import { z } from "zod";
import type { AccessRule } from "@/generated/prisma/client";
import type { RuleEffect, RuleSubject } from "@/generated/prisma/enums";
import {
  accessRulePatchSchema,
  accessRuleSchema,
  type RuleEffectValue,
  type RuleSubjectValue,
  ruleEffects,
  ruleOrderSchema,
  ruleSubjects,
} from "@/lib/values/access-rules";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { idSchema } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import type { AdminActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { type Database, inTransaction, type Transaction } from "../../kernel/database";
import { err, ok } from "../../kernel/result";
import { tellAdmins } from "../../settings/tell-of-change";

const accessRule = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    subject: z.enum(ruleSubjects),
    /** Empty unless the subject is a list. */
    patterns: z.array(z.string()),
    effect: z.enum(ruleEffects),
    enabled: z.boolean(),
    hits: z.int().min(0),
    lastHitAt: jsonDate.nullable(),
    updatedAt: jsonDate,
  })
  .meta({ id: "AccessRule" });
const accessRules = z.strictObject({ items: z.array(accessRule) });
export type Rule = z.output<typeof accessRule>;
export type RuleItem = z.input<typeof accessRule>;
type Written = Pick<Rule, "name" | "subject" | "patterns" | "effect" | "enabled">;

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
const storedSubjects = { list: "LIST", free_mail: "FREE_MAIL", disposable: "DISPOSABLE" } as const;
const storedEffects = { approve: "APPROVE", hold: "HOLD", reject: "REJECT" } as const;

function toRule({ id, name, subject, patterns, effect, isEnabled, hits, lastHitAt, updatedAt }: AccessRule): Rule {
  return {
    id,
    name,
    subject: subjectValues[subject],
    patterns,
    effect: effectValues[effect],
    enabled: isEnabled,
    hits,
    lastHitAt,
    updatedAt,
  };
}

function toRow({ name, subject, patterns, effect, enabled }: Written) {
  return {
    name,
    subject: storedSubjects[subject],
    patterns: subject === "list" ? patterns : [],
    effect: storedEffects[effect],
    isEnabled: enabled,
  };
}

export async function readRules(db: Database | Transaction): Promise<Rule[]> {
  const rows = await db.accessRule.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }] });
  return rows.map(toRule);
}

const exampleInput = {
  name: "Trusted partners",
  subject: "list",
  patterns: ["acme.com", "jane@beta.org"],
  effect: "approve",
} as const;
const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  name: exampleInput.name,
  subject: exampleInput.subject,
  patterns: [...exampleInput.patterns],
  effect: exampleInput.effect,
  enabled: true,
  hits: 12,
  lastHitAt: "2026-09-30T09:00:00.000Z",
  updatedAt: "2026-09-30T09:00:00.000Z",
};

export const listAccessRules = act({
  access: "admin",
  input: z.strictObject({}),
  output: accessRules,
  errors: [],
  example: { output: { items: [example] } },
  async run(ctx) {
    return ok({ items: await readRules(ctx.db) });
  },
});

export const createAccessRule = act({
  access: "admin",
  stepUp: true,
  input: accessRuleSchema,
  output: accessRule,
  errors: ["step_up_required", "validation_failed"],
  example: {
    input: { ...exampleInput, patterns: [...exampleInput.patterns] },
    output: { ...example, hits: 0, lastHitAt: null },
  },
  async run(ctx, admin, input) {
    if (listsSuffix(ctx, input.patterns)) return suffixListed;
    return inTransaction<Rule, never>(ctx, async (tx) => {
      await lockRules(tx);
      const { _max: last } = await tx.accessRule.aggregate({ _max: { position: true } });
      const row = await tx.accessRule.create({
        data: { ...toRow(input), position: (last.position ?? -1) + 1, createdAt: ctx.clock.now() },
      });
      const rule = toRule(row);
      await recordAuditEvent(ctx, tx, {
        action: "access_rule.created",
        actor: admin,
        target: { type: "access_rule", id: row.id },
        details: auditedRule(rule),
      });
      if (widens(null, input)) await tellOfRule(ctx, tx, admin, "ruleChanged", rule.name);
      return ok(rule);
    });
  },
});

/** Absent fields and hits don't change. */
export const updateAccessRule = act({
  access: "admin",
  stepUp: true,
  input: accessRulePatchSchema.extend({ id: idSchema }),
  output: accessRule,
  errors: ["not_found", "step_up_required", "validation_failed"],
  example: { input: { enabled: false }, output: { ...example, enabled: false } },
  async run(ctx, admin, { id, ...patch }) {
    return inTransaction<Rule, "not_found" | "validation_failed">(ctx, async (tx) => {
      await lockRules(tx);
      const row = await tx.accessRule.findUnique({ where: { id } });
      if (!row) return err("not_found");
      const before = toRule(row);
      const after: Written = {
        name: patch.name ?? before.name,
        subject: patch.subject ?? before.subject,
        patterns: patch.patterns ?? before.patterns,
        effect: patch.effect ?? before.effect,
        enabled: patch.enabled ?? before.enabled,
      };
      if (after.subject === "list" && after.patterns.length === 0) {
        return err("validation_failed", { fieldErrors: { patterns: ["required"] } });
      }
      // Suffixes from before the ban mustn't block other changes.
      const added = after.patterns.filter((pattern) => !before.patterns.includes(pattern));
      if (listsSuffix(ctx, added)) return suffixListed;
      const rule = toRule(await tx.accessRule.update({ where: { id }, data: toRow(after) }));
      await recordAuditEvent(ctx, tx, {
        action: "access_rule.updated",
        actor: admin,
        target: { type: "access_rule", id },
        details: { before: auditedRule(before), after: auditedRule(rule) },
      });
      if (widens(before, after)) await tellOfRule(ctx, tx, admin, "ruleChanged", rule.name);
      return ok(rule);
    });
  },
});

/** Earlier decisions stay. */
export const deleteAccessRule = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "not_found">(ctx, async (tx) => {
      await lockRules(tx);
      const row = await tx.accessRule.findUnique({ where: { id } });
      const removed = row ? await tx.accessRule.deleteMany({ where: { id } }) : null;
      if (!row || removed?.count !== 1) return err("not_found");
      const rule = toRule(row);
      await recordAuditEvent(ctx, tx, {
        action: "access_rule.deleted",
        actor: admin,
        target: { type: "access_rule", id },
        details: auditedRule(rule),
      });
      if (stops(rule)) await tellOfRule(ctx, tx, admin, "ruleRemoved", rule.name);
      return ok(null);
    });
  },
});

/** Requires every id, so that no unseen rule moves. */
export const reorderAccessRules = act({
  access: "admin",
  stepUp: true,
  input: ruleOrderSchema,
  output: accessRules,
  errors: ["step_up_required", "validation_failed"],
  example: { input: { ids: [example.id] }, output: { items: [example] } },
  async run(ctx, admin, { ids }) {
    return inTransaction<z.output<typeof accessRules>, "validation_failed">(ctx, async (tx) => {
      await lockRules(tx);
      const before = await readRules(tx);
      const isComplete =
        ids.length === before.length &&
        new Set(ids).size === ids.length &&
        before.every((rule) => ids.includes(rule.id));
      if (!isComplete) return err("validation_failed", { fieldErrors: { ids: ["rule_order"] } });
      for (const [position, id] of ids.entries()) {
        await tx.accessRule.update({ where: { id }, data: { position } });
      }
      const items = await readRules(tx);
      await recordAuditEvent(ctx, tx, {
        action: "access_rule.reordered",
        actor: admin,
        details: { order: items.map((rule) => rule.name) },
      });
      if (overtakesAStop(before, ids)) await tellOfRule(ctx, tx, admin, "rulesReordered", "");
      return ok({ items });
    });
  },
});

function tellOfRule(
  ctx: CoreContext,
  tx: Transaction,
  admin: AdminActor,
  setting: "ruleChanged" | "ruleRemoved" | "rulesReordered",
  value: string,
): Promise<void> {
  return tellAdmins(ctx, tx, admin, [{ setting, value }], "rules");
}

/** Keeps positions unique. */
export async function lockRules(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('access_rules'))`;
}

const suffixListed = err("validation_failed", { fieldErrors: { patterns: ["rule_suffix"] } });

/** `co.uk` or `github.io` would match everyone below it. */
function listsSuffix(ctx: CoreContext, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => !pattern.includes("@") && ctx.registrableDomain(pattern) === null);
}

function auditedRule({ name, subject, patterns, effect, enabled }: Written) {
  return { name, subject, patterns, effect, enabled };
}

/** Considers later approving rules, too. */
function widens(before: Written | null, after: Written): boolean {
  if (before && stops(before) && stopsFewer(before, after)) return true;
  if (after.effect !== "approve" || !after.enabled) return false;
  if (before?.effect !== "approve" || !before.enabled || before.subject !== after.subject) return true;
  return after.patterns.some((pattern) => !before.patterns.includes(pattern));
}

function stops({ effect, enabled }: Written): boolean {
  return enabled && effect !== "approve";
}

/** A hold stops as many as a rejection. */
function stopsFewer(before: Written, after: Written): boolean {
  if (!stops(after) || before.subject !== after.subject) return true;
  return before.patterns.some((pattern) => !after.patterns.includes(pattern));
}

function overtakesAStop(before: Rule[], ids: string[]): boolean {
  return before.some(
    (rule, index) =>
      rule.enabled &&
      rule.effect === "approve" &&
      before.slice(0, index).some((earlier) => stops(earlier) && ids.indexOf(earlier.id) > ids.indexOf(rule.id)),
  );
}
