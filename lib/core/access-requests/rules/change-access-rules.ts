import type { AccessRuleInput, AccessRulePatch } from "@/lib/values/access-rules";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { tellAdmins } from "../../settings/tell-of-change";
import { readRules } from "./list-access-rules";
import { type AccessRuleView, storedEffects, storedSubjects, toRuleView } from "./rule-view";

/*
 * Every change needs a recent proof. The other admins get an email when more people are let in than before.
 */

/** Adds a rule after all others. */
export async function createAccessRule(
  ctx: CoreContext,
  admin: AdminActor,
  input: AccessRuleInput,
): Promise<Result<AccessRuleView, "step_up_required" | "validation_failed">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (listsSuffix(ctx, input.patterns)) return suffixListed;
  const opens = opensTheDoor(null, input);
  return inTransaction<AccessRuleView, never>(ctx, async (tx) => {
    await lockRules(tx);
    const { _max: last } = await tx.accessRule.aggregate({ _max: { position: true } });
    const row = await tx.accessRule.create({
      data: { ...stored(input), position: (last.position ?? -1) + 1, createdAt: ctx.clock.now() },
    });
    const rule = toRuleView(row);
    await recordAuditEvent(ctx, tx, {
      action: "access_rule.created",
      actor: admin,
      target: { type: "access_rule", id: row.id },
      details: writtenOf(rule),
    });
    if (opens) await tellOfRule(ctx, tx, admin, "ruleChanged", rule.name);
    return ok(rule);
  });
}

/** Changes what is named; the rest stays, hits included. */
export async function updateAccessRule(
  ctx: CoreContext,
  admin: AdminActor,
  { id, ...patch }: AccessRulePatch & { id: string },
): Promise<Result<AccessRuleView, "not_found" | "step_up_required" | "validation_failed">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (!isId(id)) return err("not_found");
  return inTransaction<AccessRuleView, "not_found" | "validation_failed">(ctx, async (tx) => {
    await lockRules(tx);
    const row = await tx.accessRule.findUnique({ where: { id } });
    if (!row) return err("not_found");
    const before = toRuleView(row);
    const wanted = {
      name: patch.name ?? before.name,
      subject: patch.subject ?? before.subject,
      patterns: patch.patterns ?? before.patterns,
      effect: patch.effect ?? before.effect,
      enabled: patch.enabled ?? before.enabled,
    };
    if (wanted.subject === "list" && wanted.patterns.length === 0) {
      return err("validation_failed", { fieldErrors: { patterns: ["required"] } });
    }
    // What was listed before it was refused doesn't keep the rest from being changed.
    const added = wanted.patterns.filter((pattern) => !before.patterns.includes(pattern));
    if (listsSuffix(ctx, added)) return suffixListed;
    const opens = opensTheDoor(before, wanted);
    const rule = toRuleView(await tx.accessRule.update({ where: { id }, data: stored(wanted) }));
    await recordAuditEvent(ctx, tx, {
      action: "access_rule.updated",
      actor: admin,
      target: { type: "access_rule", id },
      details: { before: writtenOf(before), after: writtenOf(rule) },
    });
    if (opens) await tellOfRule(ctx, tx, admin, "ruleChanged", rule.name);
    return ok(rule);
  });
}

/** Removes a rule. What it has decided stays decided. */
export async function deleteAccessRule(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<undefined, "not_found" | "step_up_required">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (!isId(id)) return err("not_found");
  return inTransaction<undefined, "not_found">(ctx, async (tx) => {
    await lockRules(tx);
    const row = await tx.accessRule.findUnique({ where: { id } });
    const opens = row !== null && stopsPeople(toRuleView(row));
    const removed = row ? await tx.accessRule.deleteMany({ where: { id } }) : null;
    if (!row || removed?.count !== 1) return err("not_found");
    await recordAuditEvent(ctx, tx, {
      action: "access_rule.deleted",
      actor: admin,
      target: { type: "access_rule", id },
      details: writtenOf(toRuleView(row)),
    });
    if (opens) await tellOfRule(ctx, tx, admin, "ruleRemoved", row.name);
    return ok();
  });
}

/** Puts the rules into another order. All of them have to be named: whoever has not seen one cannot place it. */
export async function reorderAccessRules(
  ctx: CoreContext,
  admin: AdminActor,
  { ids }: { ids: string[] },
): Promise<Result<AccessRuleView[], "step_up_required" | "validation_failed">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  return inTransaction<AccessRuleView[], "validation_failed">(ctx, async (tx) => {
    await lockRules(tx);
    const before = await readRules(tx);
    const known = before.map((rule) => rule.id);
    const isSame =
      ids.length === known.length && new Set(ids).size === ids.length && known.every((id) => ids.includes(id));
    if (!isSame) return err("validation_failed", { fieldErrors: { ids: ["rule_order"] } });
    const opens = overtakesAStop(before, ids);
    for (const [position, id] of ids.entries()) {
      await tx.accessRule.update({ where: { id }, data: { position } });
    }
    const rules = await readRules(tx);
    await recordAuditEvent(ctx, tx, {
      action: "access_rule.reordered",
      actor: admin,
      details: { order: rules.map((rule) => rule.name) },
    });
    if (opens) await tellOfRule(ctx, tx, admin, "rulesReordered", "");
    return ok(rules);
  });
}

function tellOfRule(
  ctx: CoreContext,
  tx: Transaction,
  admin: AdminActor,
  setting: "ruleChanged" | "ruleRemoved" | "rulesReordered",
  value: string,
): Promise<void> {
  return tellAdmins(ctx, tx, admin, [{ setting, value }], "rules");
}

/** One change at a time: two that add or move at once would give the same place twice. */
export async function lockRules(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('access_rules'))`;
}

const suffixListed = err("validation_failed", { fieldErrors: { patterns: ["rule_suffix"] } });

/** A rule for `co.uk` or `github.io` would match everybody who registers below it. */
function listsSuffix(ctx: CoreContext, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => !pattern.includes("@") && ctx.registrableDomain(pattern) === null);
}

type Written = Pick<AccessRuleView, "name" | "subject" | "patterns" | "effect" | "enabled">;

function stored({ name, subject, patterns, effect, enabled }: Written) {
  return {
    name,
    subject: storedSubjects[subject],
    patterns: subject === "list" ? patterns : [],
    effect: storedEffects[effect],
    isEnabled: enabled,
  };
}

function writtenOf({ name, subject, patterns, effect, enabled }: Written) {
  return { name, subject, patterns, effect, enabled };
}

/**
 * True when more people than before will be let in: by it, or by an approving rule that it no longer stands before. Its
 * name alone opens nothing.
 */
function opensTheDoor(before: Written | null, after: Written): boolean {
  if (before && stopsPeople(before) && stopsFewer(before, after)) return true;
  if (after.effect !== "approve" || !after.enabled) return false;
  if (before?.effect !== "approve" || !before.enabled || before.subject !== after.subject) return true;
  return after.patterns.some((pattern) => !before.patterns.includes(pattern));
}

function stopsPeople({ effect, enabled }: Written): boolean {
  return enabled && effect !== "approve";
}

/** A rejection turned into a hold stops as many: somebody looks at them. */
function stopsFewer(before: Written, after: Written): boolean {
  if (!stopsPeople(after) || before.subject !== after.subject) return true;
  return before.patterns.some((pattern) => !after.patterns.includes(pattern));
}

/** True when an approving rule comes before one that stops people and came after it so far. */
function overtakesAStop(before: AccessRuleView[], ids: string[]): boolean {
  const stops = before.flatMap((rule, index) => (stopsPeople(rule) ? [{ id: rule.id, index }] : []));
  return before.some(
    ({ effect, enabled, id }, index) =>
      enabled &&
      effect === "approve" &&
      stops.some((stop) => stop.index < index && ids.indexOf(stop.id) > ids.indexOf(id)),
  );
}
