import { z } from "zod";
import type { Invitation } from "@/generated/prisma/client";
import { idOnlySchema, tokenOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { inviteSchema } from "@/lib/values/team";
import type { TeamRole } from "@/lib/values/team-roles";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { invitationSeconds, secondsAfter } from "../kernel/lifetimes";
import { findToken, tokenState } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mayManage, toTeamRole, toTenantRole } from "../users/team-roles";
import { senderMayInvite } from "./invitation-sender";
import { issueInvitation, takeInvitationLimits, voidInvitationTokens } from "./issue-invitation";
import { lockTeam } from "./lock-team";
import { deleteTenantIfEmpty, endAccessIn, hasAnotherOwner, roleIn } from "./membership";
import { requireRoom, requireRoomToJoin } from "./plan-limits";
import { findOpenInvitation, type JoinedTeam, joinedTeam, spendInvitation } from "./spend-invitation";
import { tellOfJoining } from "./tell-of-joining";

const sentInvitation = z.strictObject({ id: z.uuid(), expiresAt: jsonDate });
const expiry = z.strictObject({ expiresAt: jsonDate });
const example = { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", expiresAt: "2026-09-30T09:00:00.000Z" };

/** Answers alike with and without an account. */
export const invite = act({
  access: "user",
  stepUp: true,
  input: inviteSchema,
  output: sentInvitation,
  errors: ["owner_required", "already_member", "plan_limit_reached", "rate_limited", "step_up_required"],
  example: { input: { email: "joe@company.com", role: "member" }, output: example },
  async run(ctx, actor, input) {
    const tenantId = actor.tenant.id;
    const { email } = input;
    const role = toTenantRole(input.role);
    if (!mayManage(actor.user.tenantRole, role)) return err("owner_required");
    if ((await ctx.db.user.count({ where: { tenantId, email } })) > 0) return err("already_member");
    const limited = await takeInvitationLimits(ctx, actor);
    if (!limited.ok) return limited;
    return inTransaction<
      z.output<typeof sentInvitation>,
      "owner_required" | "already_member" | "plan_limit_reached" | "rate_limited"
    >(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockTeam(tx, [actor.user.id], [tenantId]);
      if (!(await senderMayInvite(tx, { tenantId, invitedById: actor.user.id, role }))) return err("owner_required");
      if ((await tx.user.count({ where: { tenantId, email } })) > 0) return err("already_member");
      const replaced = await tx.invitation.updateManyAndReturn({
        where: { tenantId, email, acceptedAt: null, revokedAt: null },
        data: { revokedAt: now },
      });
      const room = await requireRoom(ctx, tx, tenantId, "members");
      if (!room.ok) return room;
      await voidInvitationTokens(
        ctx,
        tx,
        replaced.map(({ id }) => id),
      );
      const invitation = await tx.invitation.create({
        data: {
          tenantId,
          role,
          email,
          invitedById: actor.user.id,
          createdAt: now,
          expiresAt: secondsAfter(now, invitationSeconds),
        },
      });
      const issued = await issueInvitation(ctx, tx, actor, invitation);
      if (!issued.ok) return issued;
      await recordAuditEvent(ctx, tx, {
        action: "invitation.sent",
        actor,
        target: { type: "invitation", id: invitation.id },
        details: { tenantId, email, role: input.role },
      });
      return ok({ id: invitation.id, expiresAt: invitation.expiresAt });
    });
  },
});

/** Invalidates the previous link. */
export const resendInvitation = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: expiry,
  errors: ["owner_required", "invitation_not_found", "plan_limit_reached", "rate_limited", "step_up_required"],
  example: { output: { expiresAt: example.expiresAt } },
  async run(ctx, actor, { id }) {
    const found = await findManageable(ctx, actor, id);
    if (!found.ok) return found;
    const { email, role } = found.value;
    const limited = await takeInvitationLimits(ctx, actor);
    if (!limited.ok) return limited;
    return inTransaction<
      z.output<typeof expiry>,
      "owner_required" | "invitation_not_found" | "plan_limit_reached" | "rate_limited"
    >(ctx, async (tx) => {
      const tenantId = actor.tenant.id;
      await lockTeam(tx, [actor.user.id], [tenantId]);
      if (!(await senderMayInvite(tx, { tenantId, invitedById: actor.user.id, role }))) return err("owner_required");
      if (found.value.expiresAt <= ctx.clock.now()) {
        const room = await requireRoom(ctx, tx, tenantId, "members");
        if (!room.ok) return room;
      }
      const [renewed] = await tx.invitation.updateManyAndReturn({
        where: { id, acceptedAt: null, revokedAt: null },
        data: { invitedById: actor.user.id, expiresAt: secondsAfter(ctx.clock.now(), invitationSeconds) },
      });
      if (!renewed) return err("invitation_not_found");
      await voidInvitationTokens(ctx, tx, [id]);
      const issued = await issueInvitation(ctx, tx, actor, renewed);
      if (!issued.ok) return issued;
      await recordAuditEvent(ctx, tx, {
        action: "invitation.resent",
        actor,
        target: { type: "invitation", id },
        details: { tenantId, email },
      });
      return ok({ expiresAt: renewed.expiresAt });
    });
  },
});

export const revokeInvitation = act({
  access: "user",
  input: idOnlySchema,
  output: z.null(),
  errors: ["owner_required", "invitation_not_found"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    const found = await findManageable(ctx, actor, id);
    if (!found.ok) return found;
    const { email, role } = found.value;
    return inTransaction<null, "owner_required" | "invitation_not_found">(ctx, async (tx) => {
      const tenantId = actor.tenant.id;
      await lockTeam(tx, [], [tenantId]);
      if (!mayManage(await roleIn(tx, tenantId, actor.user.id), role)) return err("owner_required");
      const revoked = await tx.invitation.updateMany({
        where: { id, acceptedAt: null, revokedAt: null },
        data: { revokedAt: ctx.clock.now() },
      });
      if (revoked.count === 0) return err("invitation_not_found");
      await voidInvitationTokens(ctx, tx, [id]);
      await recordAuditEvent(ctx, tx, {
        action: "invitation.revoked",
        actor,
        target: { type: "invitation", id },
        details: { tenantId, email },
      });
      return ok(null);
    });
  },
});

async function findManageable(
  ctx: CoreContext,
  actor: UserActor,
  id: string,
): Promise<Result<Invitation, "owner_required" | "invitation_not_found">> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const where = { id, tenantId: actor.tenant.id, acceptedAt: null, revokedAt: null };
  const invitation = await ctx.db.invitation.findFirst({ where });
  if (!invitation) return err("invitation_not_found");
  return mayManage(actor.user.tenantRole, invitation.role) ? ok(invitation) : err("owner_required");
}

/** Keeps sessions. Deletes an organization left empty. */
export const acceptInvitation = act({
  access: "user",
  input: tokenOnlySchema,
  output: joinedTeam,
  errors: ["token_invalid", "already_member", "last_owner", "plan_limit_reached"],
  example: {
    input: { token: "INVITATION_TOKEN" },
    output: { tenant: { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12", name: "Acme Inc" }, email: "joe@company.com" },
  },
  async run(ctx, actor, { token }) {
    const userId = actor.user.id;
    const invitation = await findOpenInvitation(ctx, token);
    if (!invitation || invitation.email !== actor.user.email) return err("token_invalid");
    const { tenant, role } = invitation;
    const present = actor.tenant.id;
    if (tenant.id === present) return err("already_member");
    return inTransaction<JoinedTeam, "token_invalid" | "last_owner" | "plan_limit_reached">(ctx, async (tx) => {
      await lockTeam(tx, [userId], [present, tenant.id]);
      // They may have left or changed their address.
      const user = await tx.user.findUnique({ where: { id: userId, email: invitation.email, tenantId: present } });
      if (!user || user.deactivatedAt || !(await spendInvitation(ctx, tx, token, invitation))) {
        return err("token_invalid");
      }
      const others = await tx.user.count({ where: { tenantId: present, id: { not: userId } } });
      const leads = user.tenantRole === "OWNER" && !(await hasAnotherOwner(tx, present, userId));
      if (others > 0 && leads) return err("last_owner");
      const room = await requireRoomToJoin(tx, tenant.id);
      if (!room.ok) return room;
      await tx.user.update({
        where: { id: userId },
        data: { tenantId: tenant.id, tenantRole: role, tenantJoinedAt: ctx.clock.now() },
      });
      await endAccessIn(ctx, tx, userId, present);
      await deleteTenantIfEmpty(tx, present);
      await recordAuditEvent(ctx, tx, {
        action: "invitation.accepted",
        actor,
        target: { type: "invitation", id: invitation.id },
        details: { tenantId: tenant.id, role, leftTenantId: present, leftTenant: actor.tenant.name },
      });
      await tellOfJoining(ctx, tx, user, { tenant, role });
      return ok({ tenant: { id: tenant.id, name: tenant.name }, email: user.email });
    });
  },
});

export type InvitationToJoin =
  | {
      state: "open";
      email: string;
      organization: string;
      role: TeamRole;
      inviter: string;
      /** Only the token holder learns whether an account exists. */
      hasAccount: boolean;
    }
  | { state: "used" | "expired" | "unknown" };

/** Spends nothing, so that mail scanners can look. */
export async function findInvitationToJoin(ctx: CoreContext, token: string): Promise<InvitationToJoin> {
  const found = await findToken(ctx.db, "INVITATION", token);
  const state = tokenState(found, ctx.clock.now());
  if (!found?.invitationId || state === "unknown") return { state: "unknown" };
  if (state !== "open") return { state };
  const invitation = await ctx.db.invitation.findUnique({
    where: { id: found.invitationId },
    include: { tenant: { select: { name: true } }, invitedBy: { select: { name: true } } },
  });
  if (!invitation) return { state: "unknown" };
  const { invitedBy } = invitation;
  if (!invitedBy || !(await senderMayInvite(ctx.db, invitation))) return { state: "expired" };
  const account = await ctx.db.user.findUnique({
    where: { email: found.email },
    select: { emailVerifiedAt: true, deactivatedAt: true },
  });
  return {
    state: "open",
    email: found.email,
    organization: invitation.tenant.name,
    role: toTeamRole(invitation.role),
    inviter: invitedBy.name,
    hasAccount: account !== null && (account.emailVerifiedAt !== null || account.deactivatedAt !== null),
  };
}
