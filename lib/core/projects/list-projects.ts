import { isId } from "@/lib/values/tokens";
import { type ProjectActor, scopeOf } from "../kernel/api-key-actor";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { type ProjectView, toProjectView } from "./project-view";

interface Page {
  /** From 1. */
  page: number;
  perPage: number;
}

/** The projects that the actor may see, newest first, with how many there are. */
export async function listProjects(
  ctx: CoreContext,
  actor: ProjectActor,
  { page, perPage }: Page,
): Promise<{ items: ProjectView[]; total: number }> {
  const where = scopeOf(actor);
  const [rows, total] = await Promise.all([
    ctx.db.project.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: (page - 1) * perPage,
      take: perPage,
    }),
    ctx.db.project.count({ where }),
  ]);
  return { items: rows.map(toProjectView), total };
}

/** One of them; any other id is answered like an unknown one. */
export async function getProject(
  ctx: CoreContext,
  actor: ProjectActor,
  input: { id: string },
): Promise<Result<ProjectView, "project_not_found">> {
  if (!isId(input.id)) return err("project_not_found");
  const row = await ctx.db.project.findFirst({ where: { AND: [{ id: input.id }, scopeOf(actor)] } });
  return row ? ok(toProjectView(row)) : err("project_not_found");
}
