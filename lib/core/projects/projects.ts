import { z } from "zod";
import { idOnlySchema, listProjectsSchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { createProjectSchema, slugOf, updateProjectSchema } from "@/lib/values/projects";
import { idSchema, isId } from "@/lib/values/tokens";
import type { AuditAction } from "../audit/actions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import { auditOf, isApiKey, type ProjectActor, scopeOf } from "../kernel/api-key-actor";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mailLeaders } from "../tenants/mail-leaders";
import { requireRoom } from "../tenants/plan-limits";

export const project = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    createdAt: jsonDate,
    updatedAt: jsonDate,
    /** Null: in use. */
    archivedAt: jsonDate.nullable(),
  })
  .meta({ id: "Project" });
export type Project = z.input<typeof project>;
type ProjectRow = z.output<typeof project>;

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  name: "Checkout",
  slug: "checkout",
  createdAt: "2026-09-30T09:00:00.000Z",
  updatedAt: "2026-09-30T09:00:00.000Z",
  archivedAt: null,
};
const hidden = { tenantId: true } as const;

export const listProjects = act({
  access: "key",
  input: listProjectsSchema,
  output: z.strictObject({ items: z.array(project), total: z.int().min(0) }),
  errors: [],
  example: { output: { items: [example], total: 1 } },
  async run(ctx, actor, { page, perPage }) {
    const where = scopeOf(actor);
    const [items, total] = await Promise.all([
      ctx.db.project.findMany({
        where,
        omit: hidden,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        skip: (page - 1) * perPage,
        take: perPage,
      }),
      ctx.db.project.count({ where }),
    ]);
    return ok({ items, total });
  },
});

export const getProject = act({
  access: "key",
  input: idOnlySchema,
  output: project,
  errors: ["project_not_found"],
  example: { output: example },
  async run(ctx, actor, { id }) {
    const row = await ctx.db.project.findFirst({ where: { AND: [{ id }, scopeOf(actor)] }, omit: hidden });
    return row ? ok(row) : err("project_not_found");
  },
});

/** A given slug must be free. */
export const createProject = act({
  access: "key",
  input: createProjectSchema,
  output: project,
  errors: ["slug_taken", "plan_limit_reached", "api_key_not_allowed"],
  example: { input: { name: example.name, slug: example.slug }, output: example },
  async run(ctx, actor, { name, slug }) {
    if (isApiKey(actor)) return err("api_key_not_allowed");
    const tenantId = actor.tenant.id;
    return withFreeSlug(() =>
      inTransaction<ProjectRow, "plan_limit_reached">(ctx, async (tx) => {
        // Serializes creation.
        await tx.$queryRaw`SELECT 1 FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
        const room = await requireRoom(ctx, tx, tenantId, "projects");
        if (!room.ok) return room;
        const row = await tx.project.create({
          data: {
            tenantId,
            name,
            slug: slug ?? (await freeSlug(tx, tenantId, slugOf(name))),
            createdAt: ctx.clock.now(),
          },
          omit: hidden,
        });
        await recordAuditEvent(ctx, tx, {
          action: "project.created",
          actor,
          target: { type: "project", id: row.id },
          details: { project: name },
        });
        return ok(row);
      }),
    );
  },
});

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

export const updateProject = act({
  access: "key",
  input: updateProjectSchema.extend({ id: idSchema }),
  output: project,
  errors: ["project_not_found", "slug_taken"],
  example: { input: { name: "Checkout 2" }, output: example },
  async run(ctx, actor, { id, name, slug }) {
    const changes = {
      ...(name === undefined ? {} : { name }),
      ...(slug === undefined ? {} : { slug }),
    };
    return change(ctx, actor, id, "project.updated", changes);
  },
});

/** Keeps its keys. Idempotent. */
export const archiveProject = act({
  access: "key",
  input: idOnlySchema,
  output: project,
  errors: ["project_not_found", "slug_taken"],
  example: { output: { ...example, archivedAt: example.createdAt } },
  async run(ctx, actor, { id }) {
    return change(ctx, actor, id, "project.archived", { archivedAt: ctx.clock.now() });
  },
});

export const restoreProject = act({
  access: "key",
  input: idOnlySchema,
  output: project,
  errors: ["project_not_found", "slug_taken"],
  example: { output: example },
  async run(ctx, actor, { id }) {
    return change(ctx, actor, id, "project.restored", { archivedAt: null });
  },
});

async function change(
  ctx: CoreContext,
  actor: ProjectActor,
  id: string,
  action: AuditAction,
  data: { name?: string; slug?: string; archivedAt?: Date | null },
): Promise<Result<ProjectRow, "project_not_found" | "slug_taken">> {
  return withFreeSlug(() =>
    inTransaction<ProjectRow, "project_not_found">(ctx, async (tx) => {
      const [row] = await tx.project.updateManyAndReturn({
        where: { AND: [{ id }, scopeOf(actor)] },
        data,
        omit: hidden,
      });
      if (!row) return err("project_not_found");
      const who = auditOf(actor);
      await recordAuditEvent(ctx, tx, {
        action,
        actor: who.actor,
        target: { type: "project", id },
        details: { project: row.name, tenantId: actor.tenant.id, ...who.details },
      });
      return ok(row);
    }),
  );
}

/** For owners and admins. API keys lose access. */
export const deleteProject = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["project_not_found", "owner_required", "step_up_required"],
  example: { output: null },
  run: deleteProjectWithoutStepUp,
});

/** Its clients can't re-authenticate. */
export async function deleteProjectWithoutStepUp(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
): Promise<Result<null, "project_not_found" | "owner_required">> {
  if (actor.user.tenantRole === "MEMBER") return err("owner_required");
  if (!isId(id)) return err("project_not_found");
  return inTransaction<null, "project_not_found">(ctx, async (tx) => {
    const found = await tx.project.findFirst({ where: { AND: [{ id }, scopeOf(actor)] } });
    const deleted = found ? await tx.project.deleteMany({ where: { id } }) : null;
    if (!found || deleted?.count !== 1) return err("project_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "project.deleted",
      actor,
      target: { type: "project", id },
      details: { project: found.name, tenantId: found.tenantId },
    });
    const about = { project: found.name, organization: actor.tenant.name, by: actor.user.name };
    const owners = { tenantId: found.tenantId, roles: ["OWNER" as const], exceptUserId: actor.user.id };
    await mailLeaders(ctx, tx, owners, "project-deleted", (name) => ({ ...about, name }));
    return ok(null);
  });
}

async function withFreeSlug<Value, Code extends "plan_limit_reached" | "project_not_found">(
  write: () => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | "slug_taken">> {
  try {
    return await write();
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("slug_taken", { fieldErrors: { slug: ["slug_taken"] } });
    throw thrown;
  }
}
