import type { UpdateProjectInput } from "@/lib/values/projects";
import { isId } from "@/lib/values/tokens";
import type { AuditAction } from "../audit/actions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type ProofAsked, requireRecentProof, type UserActor } from "../kernel/actors";
import { auditOf, type ProjectActor, scopeOf } from "../kernel/api-key-actor";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mailLeaders } from "../tenants/mail-leaders";
import { type ProjectView, toProjectView } from "./project-view";

type Refusal = "project_not_found" | "slug_taken";

/** Renames a project or gives it another slug. */
export function updateProject(
  ctx: CoreContext,
  actor: ProjectActor,
  { id, ...changes }: UpdateProjectInput & { id: string },
): Promise<Result<ProjectView, Refusal>> {
  const data = {
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.slug === undefined ? {} : { slug: changes.slug }),
  };
  return change(ctx, actor, id, "project.updated", data);
}

/** Puts a project aside. Its keys stay; nothing is lost. Doing it twice is a success. */
export function archiveProject(
  ctx: CoreContext,
  actor: ProjectActor,
  { id }: { id: string },
): Promise<Result<ProjectView, Refusal>> {
  return change(ctx, actor, id, "project.archived", { archivedAt: ctx.clock.now() });
}

export function restoreProject(
  ctx: CoreContext,
  actor: ProjectActor,
  { id }: { id: string },
): Promise<Result<ProjectView, Refusal>> {
  return change(ctx, actor, id, "project.restored", { archivedAt: null });
}

/** Removes a project for good; keys lose it. For the tenant's owners and admins. Needs a recent proof unless `proof` says otherwise. */
export async function deleteProject(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
  proof: "session",
): Promise<Result<undefined, "project_not_found" | "owner_required">>;
export async function deleteProject(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
  proof?: ProofAsked,
): Promise<Result<undefined, "project_not_found" | "owner_required" | "step_up_required">>;
export async function deleteProject(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
  proof: ProofAsked = "recent",
): Promise<Result<undefined, "project_not_found" | "owner_required" | "step_up_required">> {
  if (actor.user.tenantRole === "MEMBER") return err("owner_required");
  if (proof === "recent") {
    const recent = requireRecentProof(ctx, actor);
    if (!recent.ok) return recent;
  }
  if (!isId(id)) return err("project_not_found");
  return inTransaction<undefined, "project_not_found">(ctx, async (tx) => {
    const found = await tx.project.findFirst({ where: { AND: [{ id }, scopeOf(actor)] } });
    const removed = found ? await tx.project.deleteMany({ where: { id: found.id } }) : null;
    if (!found || removed?.count !== 1) return err("project_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "project.deleted",
      actor,
      target: { type: "project", id },
      details: { project: found.name, tenantId: found.tenantId },
    });
    const about = { project: found.name, organization: actor.tenant.name, by: actor.user.name };
    const owners = { tenantId: found.tenantId, roles: ["OWNER" as const], exceptUserId: actor.user.id };
    await mailLeaders(ctx, tx, owners, "project-deleted", (name) => ({ ...about, name }));
    return ok();
  });
}

async function change(
  ctx: CoreContext,
  actor: ProjectActor,
  id: string,
  action: AuditAction,
  data: { name?: string; slug?: string; archivedAt?: Date | null },
): Promise<Result<ProjectView, Refusal>> {
  if (!isId(id)) return err("project_not_found");
  try {
    return await inTransaction<ProjectView, Refusal>(ctx, async (tx) => {
      const changed = await tx.project.updateManyAndReturn({ where: { AND: [{ id }, scopeOf(actor)] }, data });
      const [row] = changed;
      if (!row) return err("project_not_found");
      const who = auditOf(actor);
      await recordAuditEvent(ctx, tx, {
        action,
        actor: who.actor,
        target: { type: "project", id },
        details: { project: row.name, tenantId: row.tenantId, ...who.details },
      });
      return ok(toProjectView(row));
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("slug_taken", { fieldErrors: { slug: ["slug_taken"] } });
    throw thrown;
  }
}
