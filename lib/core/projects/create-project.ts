import type { CreateProjectInput } from "@/lib/values/projects";
import { slugOf } from "@/lib/values/projects";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { requireRoom } from "../tenants/plan-limits";
import { type ProjectView, toProjectView } from "./project-view";

/**
 * Creates a project of the actor's tenant. A slug that is asked for must be free; without one it is made of the name,
 * with a number where another project has it.
 */
export async function createProject(
  ctx: CoreContext,
  actor: UserActor,
  input: CreateProjectInput,
): Promise<Result<ProjectView, "slug_taken" | "plan_limit_reached">> {
  try {
    return await inTransaction<ProjectView, "slug_taken" | "plan_limit_reached">(ctx, async (tx) => {
      const now = ctx.clock.now();
      const tenantId = actor.tenant.id;
      // One at a time in a tenant, so that two projects of one name get two numbers, and no two the last place.
      await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
      const room = await requireRoom(ctx, tx, tenantId, "projects");
      if (!room.ok) return room;
      const slug = input.slug ?? (await freeSlug(tx, tenantId, slugOf(input.name)));
      const row = await tx.project.create({ data: { tenantId, name: input.name, slug, createdAt: now } });
      await recordAuditEvent(ctx, tx, {
        action: "project.created",
        actor,
        target: { type: "project", id: row.id },
        details: { project: row.name },
      });
      return ok(toProjectView(row));
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("slug_taken", { fieldErrors: { slug: ["slug_taken"] } });
    throw thrown;
  }
}

async function freeSlug(tx: Transaction, tenantId: string, wanted: string): Promise<string> {
  const rows = await tx.project.findMany({
    where: { tenantId, OR: [{ slug: wanted }, { slug: { startsWith: `${wanted}-` } }] },
    select: { slug: true },
  });
  const taken = new Set(rows.map(({ slug }) => slug));
  let slug = wanted;
  for (let number = 2; taken.has(slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}
