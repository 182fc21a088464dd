import { z } from "zod";
import type { User } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { changeRoleSchema, teamRoleSchema, transferOwnershipSchema } from "@/lib/values/team";
import type { TeamRole } from "@/lib/values/team-roles";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import { inTransaction, type Transaction } from "../kernel/database";
import { invitationSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { endSessions } from "../sessions/end-sessions";
import { mayManage, toTeamRole, toTenantRole } from "../users/team-roles";
import { lockTeam } from "./lock-team";
import { canLead, hasAnotherOwner, moveToOwnTenant, roleIn } from "./membership";
import { setRole } from "./set-role";

const member = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: teamRoleSchema,
  joinedAt: jsonDate,
  isYou: z.boolean(),
});

const openInvitation = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  role: teamRoleSchema,
  sentAt: jsonDate,
  expiresAt: jsonDate,
  /** Null: deleted account. */
  invitedBy: z.string().nullable(),
});

const exampleId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const exampleDate = "2026-09-30T09:00:00.000Z";

const rank: Record<TeamRole, number> = { owner: 0, admin: 1, member: 2 };

export const listTeam = act({
  access: "user",
  input: z.strictObject({}),
  output: z
    .strictObject({
      tenant: z.strictObject({ id: z.uuid(), name: z.string() }),
      members: z.array(member),
      invitations: z.array(openInvitation),
    })
    .meta({ id: "Team" }),
  errors: [],
  example: {
    output: {
      tenant: { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12", name: "Acme Inc" },
      members: [
        {
          id: exampleId,
          name: "Jane Doe",
          email: "jane@company.com",
          role: "owner",
          joinedAt: exampleDate,
          isYou: true,
        },
      ],
      invitations: [
        {
          id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c13",
          email: "joe@company.com",
          role: "member",
          sentAt: exampleDate,
          expiresAt: exampleDate,
          invitedBy: "Jane Doe",
        },
      ],
    },
  },
  async run(ctx, actor) {
    const { id: tenantId, name } = actor.tenant;
    const [users, invitations] = await Promise.all([
      ctx.db.user.findMany({
        where: { tenantId, emailVerifiedAt: { not: null } },
        select: { id: true, name: true, email: true, tenantRole: true, createdAt: true },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      }),
      ctx.db.invitation.findMany({
        where: { tenantId, revokedAt: null },
        include: { invitedBy: { select: { name: true } } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      }),
    ]);
    const joined = new Map(invitations.toReversed().map(({ email, acceptedAt }) => [email, acceptedAt]));
    const members = users.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      role: toTeamRole(user.tenantRole),
      joinedAt: joined.get(user.email) ?? user.createdAt,
      isYou: user.id === actor.user.id,
    }));
    const isMember = actor.user.tenantRole === "MEMBER";
    const open = isMember ? [] : invitations.filter(({ acceptedAt }) => acceptedAt === null);
    return ok({
      tenant: { id: tenantId, name },
      members: members.sort((a, b) => rank[a.role] - rank[b.role]),
      invitations: open.map(({ id, email, role, expiresAt, invitedBy }) => ({
        id,
        email,
        role: toTeamRole(role),
        // Resending moves the expiry.
        sentAt: secondsAfter(expiresAt, -invitationSeconds),
        expiresAt,
        invitedBy: invitedBy?.name ?? null,
      })),
    });
  },
});

/** For owners. At least one stays. */
export const changeRole = act({
  access: "user",
  stepUp: true,
  input: changeRoleSchema,
  output: z.null(),
  errors: ["owner_required", "member_not_found", "last_owner", "step_up_required"],
  example: { input: { role: "admin" }, output: null },
  async run(ctx, actor, { id, role: wanted }) {
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    const role = toTenantRole(wanted);
    const tenantId = actor.tenant.id;
    return inTransaction<null, "owner_required" | "member_not_found" | "last_owner">(ctx, async (tx) => {
      const locked = await lockMember(tx, actor, id);
      if (!locked.ok) return locked;
      if ((await roleIn(tx, tenantId, actor.user.id)) !== "OWNER") return err("owner_required");
      const user = locked.value;
      if (user.tenantRole === role) return ok(null);
      if (user.tenantRole === "OWNER" && !(await hasAnotherOwner(tx, tenantId, user.id))) return err("last_owner");
      await setRole(ctx, tx, actor, actor.tenant, user, role);
      return ok(null);
    });
  },
});

/** Moves the account to its own organization and ends its sessions. */
export const removeMember = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["owner_required", "member_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
    return inTransaction<null, "owner_required" | "member_not_found">(ctx, async (tx) => {
      const { id: tenantId, name: organization } = actor.tenant;
      const locked = await lockMember(tx, actor, id);
      if (!locked.ok) return locked;
      const user = locked.value;
      if (user.id === actor.user.id) return err("member_not_found");
      if (!mayManage(await roleIn(tx, tenantId, actor.user.id), user.tenantRole)) return err("owner_required");
      await moveToOwnTenant(ctx, tx, user);
      await endSessions(tx, user.id, ctx.clock.now(), "removed_from_team");
      await recordAuditEvent(ctx, tx, {
        action: "member.removed",
        actor,
        target: { type: "user", id: user.id },
        subjectId: user.id,
        details: { tenantId, organization, role: toTeamRole(user.tenantRole) },
      });
      const { name, email, locale } = user;
      await ctx.mailer.enqueue(tx, { template: "team-removed", to: email, locale, props: { name, organization } });
      return ok(null);
    });
  },
});

/** Keeps sessions. The last owner can't leave. */
export const leaveTeam = act({
  access: "user",
  stepUp: true,
  input: z.strictObject({}),
  output: z.null(),
  errors: ["last_owner", "member_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, actor) {
    const tenantId = actor.tenant.id;
    return inTransaction<null, "last_owner" | "member_not_found">(ctx, async (tx) => {
      const locked = await lockMember(tx, actor, actor.user.id);
      if (!locked.ok) return locked;
      const self = locked.value;
      if (self.tenantRole === "OWNER" && !(await hasAnotherOwner(tx, tenantId, self.id))) return err("last_owner");
      await moveToOwnTenant(ctx, tx, self);
      await recordAuditEvent(ctx, tx, {
        action: "member.left",
        actor,
        target: { type: "user", id: self.id },
        details: { tenantId, organization: actor.tenant.name, role: toTeamRole(self.tenantRole) },
      });
      return ok(null);
    });
  },
});

/** Makes an eligible member owner and the actor admin. */
export const transferOwnership = act({
  access: "user",
  stepUp: true,
  input: transferOwnershipSchema,
  output: z.null(),
  errors: ["owner_required", "member_not_found", "step_up_required"],
  example: { input: { memberId: exampleId }, output: null },
  async run(ctx, actor, { memberId }) {
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    return inTransaction<null, "owner_required" | "member_not_found">(ctx, async (tx) => {
      const locked = await lockMember(tx, actor, memberId);
      if (!locked.ok) return locked;
      const user = locked.value;
      if (user.id === actor.user.id) return err("member_not_found");
      const able = await tx.user.findFirst({ where: { id: user.id, ...canLead }, select: { id: true } });
      if (!able) return err("member_not_found");
      if ((await roleIn(tx, actor.tenant.id, actor.user.id)) !== "OWNER") return err("owner_required");
      if (user.tenantRole !== "OWNER") await setRole(ctx, tx, actor, actor.tenant, user, "OWNER");
      const self = await tx.user.findUniqueOrThrow({ where: { id: actor.user.id } });
      await setRole(ctx, tx, actor, actor.tenant, self, "ADMIN");
      return ok(null);
    });
  },
});

async function lockMember(
  tx: Transaction,
  actor: UserActor,
  givenId: string,
): Promise<Result<User, "member_not_found">> {
  // Matches PostgreSQL's case-insensitive ids, which set the lock order.
  const id = givenId.toLowerCase();
  await lockTeam(tx, [actor.user.id, id], [actor.tenant.id]);
  const user = await tx.user.findUnique({ where: { id, tenantId: actor.tenant.id } });
  return user ? ok(user) : err("member_not_found");
}
