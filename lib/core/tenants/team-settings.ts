import { z } from "zod";
import { jsonDate } from "@/lib/values/json-date";
import { renameTenantSchema, teamMfaSchema } from "@/lib/values/team";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { inTransaction } from "../kernel/database";
import { err, ok } from "../kernel/result";
import { mayManage } from "../users/team-roles";
import { lockTeam, lockWholeTeam } from "./lock-team";
import { tellLeaders } from "./mail-leaders";
import { roleIn } from "./membership";

const named = z.strictObject({ id: z.uuid(), name: z.string() });

/** For owners and admins. */
export const renameTenant = act({
  access: "user",
  stepUp: true,
  input: renameTenantSchema,
  output: named,
  errors: ["owner_required", "step_up_required"],
  example: { input: { name: "Acme Inc" }, output: { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12", name: "Acme Inc" } },
  async run(ctx, actor, { name }) {
    if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
    const { id, name: before } = actor.tenant;
    return inTransaction<z.output<typeof named>, "owner_required">(ctx, async (tx) => {
      await lockTeam(tx, [], [id]);
      if (!mayManage(await roleIn(tx, id, actor.user.id), "MEMBER")) return err("owner_required");
      await tx.tenant.update({ where: { id }, data: { name } });
      await recordAuditEvent(ctx, tx, {
        action: "tenant.renamed",
        actor,
        target: { type: "tenant", id },
        details: { from: before, to: name },
      });
      if (name !== before) {
        await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "organizationName", value: name });
      }
      return ok({ id, name });
    });
  },
});

const teamMfa = z.strictObject({ required: z.boolean(), since: jsonDate.nullable() }).meta({ id: "TeamTwoFactor" });

export const getTeamMfa = act({
  access: "user",
  input: z.strictObject({}),
  output: teamMfa,
  errors: [],
  example: { output: { required: false, since: null } },
  async run(ctx, { tenant }) {
    const { mfaRequiredSince: since } = await ctx.db.tenant.findUniqueOrThrow({
      where: { id: tenant.id },
      select: { mfaRequiredSince: true },
    });
    return ok({ required: since !== null, since });
  },
});

/** For owners. Gives members seven days, once. */
export const setTeamMfa = act({
  access: "user",
  stepUp: true,
  input: teamMfaSchema,
  output: teamMfa,
  errors: ["owner_required", "step_up_required"],
  example: { input: { required: true }, output: { required: true, since: "2026-09-30T09:00:00.000Z" } },
  async run(ctx, actor, { required }) {
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    const { id } = actor.tenant;
    return inTransaction<z.output<typeof teamMfa>, "owner_required">(ctx, async (tx) => {
      await lockWholeTeam(tx, id);
      if ((await roleIn(tx, id, actor.user.id)) !== "OWNER") return err("owner_required");
      const { mfaRequiredSince: before } = await tx.tenant.findUniqueOrThrow({ where: { id } });
      if ((before !== null) === required) return ok({ required, since: before });
      const since = required ? ctx.clock.now() : null;
      await tx.tenant.update({ where: { id }, data: { mfaRequiredSince: since } });
      await recordAuditEvent(ctx, tx, {
        action: "tenant.mfa_requirement_changed",
        actor,
        target: { type: "tenant", id },
        details: { required },
      });
      await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "organizationMfa", value: required ? "on" : "off" });
      return ok({ required, since });
    });
  },
});
