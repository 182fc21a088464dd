import { z } from "zod";
import type { RequestNotices } from "@/generated/prisma/enums";
import { requestNoticesValues } from "@/lib/values/request-notices";
import {
  type RequestNoticesInput,
  requestNoticesSchema,
  type UpdateSettingsInput,
  updateSettingsSchema,
} from "@/lib/values/settings";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import type { Operator } from "../users/operator";
import { defaultSettings, getSettings, type InstanceSettings, settings, toSettingsRow } from "./get-settings";
import { tellAdmins } from "./tell-of-change";

/** Emails the other admins on change. */
const guarded = [
  "undoSeconds",
  "fourEyesBuyerModes",
  "rejectedRetentionDays",
  "auditRetentionDays",
  "requireMfaAdmins",
  "requireMfaReviewers",
  "requireMfaUsers",
] as const;

export const readSettings = act({
  access: "admin",
  input: z.strictObject({}),
  output: settings,
  errors: [],
  example: { output: defaultSettings },
  async run(ctx) {
    return ok(await getSettings(ctx));
  },
});

export const updateSettings = act({
  access: "admin",
  stepUp: true,
  input: updateSettingsSchema,
  output: settings,
  errors: ["validation_failed", "step_up_required"],
  example: {
    input: { undoSeconds: 20, mailsRejections: false },
    output: { ...defaultSettings, undoSeconds: 20, mailsRejections: false },
  },
  run: changeSettings,
});

/** The command line passes no admin. */
export async function changeSettings(
  ctx: CoreContext,
  operator: Operator,
  input: UpdateSettingsInput,
): Promise<Result<InstanceSettings, "validation_failed">> {
  return inTransaction<InstanceSettings, "validation_failed">(ctx, async (tx) => {
    await tx.settings.createMany({
      data: [{ id: 1, ...toSettingsRow(defaultSettings, ctx.clock.now()) }],
      skipDuplicates: true,
    });
    // Serializes concurrent changes.
    await tx.$queryRaw`SELECT 1 FROM settings WHERE id = 1 FOR UPDATE`;
    const before = await getSettings(ctx, tx);
    const changes = changesOf(before, input);
    if (Object.keys(changes).length === 0) return ok(before);
    const after = { ...before, ...changes };
    if (after.redAfterHours < after.amberAfterHours) {
      return err("validation_failed", { fieldErrors: { redAfterHours: ["later_than_amber"] } });
    }
    // Keeps modes removed from the configuration, which may return.
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
    const announced = guarded.filter((name) => name in changes);
    if (announced.length > 0) {
      const changed = announced.map((setting) => ({ setting, value: mailedValue(after[setting]) }));
      await tellAdmins(ctx, tx, operator, changed);
    }
    return ok(after);
  });
}

function mailedValue(value: InstanceSettings[(typeof guarded)[number]]): string | number {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.join(", ") || "none";
  return value ?? "none";
}

function changesOf(before: InstanceSettings, input: UpdateSettingsInput): Partial<InstanceSettings> {
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const given = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !isSame(value, before[name as keyof InstanceSettings]),
  );
  return Object.fromEntries(given) as Partial<InstanceSettings>;
}

const requestNotices = z.strictObject({ requestNotices: z.enum(requestNoticesValues) }).meta({ id: "RequestNotices" });

type Choice = RequestNoticesInput["requestNotices"];
const stored = { instant: "INSTANT", hourly: "HOURLY", off: "OFF" } as const satisfies Record<Choice, RequestNotices>;
const values = { INSTANT: "instant", HOURLY: "hourly", OFF: "off" } as const satisfies Record<RequestNotices, Choice>;

export const getRequestNotices = act({
  access: "reviewer",
  input: z.strictObject({}),
  output: requestNotices,
  errors: [],
  example: { output: { requestNotices: "instant" } },
  async run(ctx, { user }) {
    const row = await ctx.db.user.findUniqueOrThrow({ where: { id: user.id }, select: { requestNotices: true } });
    return ok({ requestNotices: values[row.requestNotices] });
  },
});

export const updateRequestNotices = act({
  access: "reviewer",
  input: requestNoticesSchema,
  output: requestNotices,
  errors: [],
  example: { input: { requestNotices: "hourly" }, output: { requestNotices: "hourly" } },
  async run(ctx, reviewer, input) {
    await ctx.db.$transaction(async (tx) => {
      await tx.user.update({
        where: { id: reviewer.user.id },
        data: { requestNotices: stored[input.requestNotices] },
      });
      await recordAuditEvent(ctx, tx, { action: "user.preferences_updated", actor: reviewer, details: input });
    });
    return ok(input);
  },
});
