import type { UpdateSettingsInput } from "@/lib/values/settings";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { type Operator, requireProofOf } from "../users/operator";
import { defaultSettings, getSettings, type InstanceSettings, toSettingsRow } from "./get-settings";
import { tellAdmins } from "./tell-of-change";

/** What removes data, or guards decisions and accounts: the other admins get an email when it changes. */
const guarded = [
  "undoSeconds",
  "fourEyesBuyerModes",
  "rejectedRetentionDays",
  "auditRetentionDays",
  "requireMfaAdmins",
  "requireMfaReviewers",
  "requireMfaUsers",
] as const;

/**
 * Changes what is named. Records what was before, and emails the other admins what is guarded. An admin needs a recent
 * proof.
 */
export async function updateSettings(
  ctx: CoreContext,
  operator: Operator,
  input: UpdateSettingsInput,
): Promise<Result<InstanceSettings, "validation_failed" | "step_up_required">> {
  const proof = requireProofOf(ctx, operator);
  if (!proof.ok) return proof;
  return inTransaction<InstanceSettings, "validation_failed">(ctx, async (tx) => {
    await tx.settings.createMany({
      data: [{ id: 1, ...toSettingsRow(defaultSettings, ctx.clock.now()) }],
      skipDuplicates: true,
    });
    // Two admins at once change one after the other.
    await tx.$queryRaw`SELECT 1 FROM settings WHERE id = 1 FOR UPDATE`;
    const before = await getSettings(ctx, tx);
    const changes = changesOf(before, input);
    if (Object.keys(changes).length === 0) return ok(before);
    const after = { ...before, ...changes };
    if (after.redAfterHours < after.amberAfterHours) {
      return err("validation_failed", { fieldErrors: { redAfterHours: ["later_than_amber"] } });
    }
    // A mode that is configured no longer may stay, so that one that comes back is guarded still.
    const known = [...ctx.config.buyerModes, ...before.fourEyesBuyerModes];
    if (after.fourEyesBuyerModes.some((mode) => !known.includes(mode))) {
      return err("validation_failed", { fieldErrors: { fourEyesBuyerModes: ["buyer_mode"] } });
    }
    await tx.settings.update({ where: { id: 1 }, data: toSettingsRow(changes, ctx.clock.now()) });
    const names = Object.keys(changes) as (keyof InstanceSettings)[];
    await recordAuditEvent(ctx, tx, {
      action: "settings.updated",
      actor: operator,
      details: {
        before: Object.fromEntries(names.map((name) => [name, before[name]])),
        after: Object.fromEntries(names.map((name) => [name, after[name]])),
      },
    });
    const told = guarded.filter((name) => name in changes);
    if (told.length > 0) {
      const changed = told.map((setting) => ({ setting, value: inWords(after[setting]) }));
      await tellAdmins(ctx, tx, operator, changed);
    }
    return ok(after);
  });
}

/** As mails name it. */
function inWords(value: InstanceSettings[(typeof guarded)[number]]): string | number {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.join(", ") || "none";
  return value ?? "none";
}

/** The settings for the page and the API that manage them. */
export function readSettings(ctx: CoreContext, _admin: AdminActor): Promise<InstanceSettings> {
  return getSettings(ctx);
}

function changesOf(before: InstanceSettings, input: UpdateSettingsInput): Partial<InstanceSettings> {
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const given = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !isSame(value, before[name as keyof InstanceSettings]),
  );
  return Object.fromEntries(given) as Partial<InstanceSettings>;
}
