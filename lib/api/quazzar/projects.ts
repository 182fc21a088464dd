import { defineRoute } from "@/lib/api/http/route";
import { isApiKey } from "@/lib/core/kernel/api-key-actor";
import { err, ok } from "@/lib/core/kernel/result";
import {
  archiveProject,
  createProject,
  deleteProjectWithoutStepUp,
  getProject,
  listProjects,
  restoreProject,
  updateProject,
} from "@/lib/core/projects/projects";
import { isId } from "@/lib/values/tokens";
import { exampleProject } from "./examples";
import {
  createProjectBody,
  listProjectsQuery,
  messageSchema,
  nothing,
  projectPageSchema,
  projectSchema,
  updateProjectBody,
} from "./schemas";
import { toProject } from "./serialize";

const listRoute = defineRoute({
  method: "get",
  path: "/projects",
  summary: "List projects",
  description: "An API key gets its own projects.",
  access: "key",
  input: listProjectsQuery,
  status: 200,
  output: projectPageSchema,
  outputExample: { items: [exampleProject], total: 1, page: 1, per_page: 50 },
  errors: [],
  async run({ ctx, actor, input: { page, per_page } }) {
    const listed = await listProjects(ctx, actor, { page, perPage: per_page });
    if (!listed.ok) return listed;
    const { items, total } = listed.value;
    return ok({ data: { items: items.map(toProject), total, page, per_page } });
  },
});

const getRoute = defineRoute({
  method: "get",
  path: "/projects/{id}",
  summary: "Get a project",
  access: "key",
  input: nothing,
  status: 200,
  output: projectSchema,
  outputExample: exampleProject,
  errors: ["project_not_found"],
  async run({ ctx, id, actor }) {
    if (!isId(id)) return err("project_not_found");
    const found = await getProject(ctx, actor, { id });
    return found.ok ? ok({ data: toProject(found.value) }) : found;
  },
});

const createRoute = defineRoute({
  method: "post",
  path: "/projects",
  summary: "Create a project",
  description: "Not with an API key, because its projects are fixed.",
  access: "key",
  input: createProjectBody,
  inputExample: { name: "Checkout" },
  status: 201,
  output: projectSchema,
  outputExample: exampleProject,
  errors: ["slug_taken", "plan_limit_reached", "api_key_not_allowed"],
  async run({ ctx, actor, input }) {
    const created = await createProject(ctx, actor, input);
    return created.ok ? ok({ data: toProject(created.value) }) : created;
  },
});

const updateRoute = defineRoute({
  method: "patch",
  path: "/projects/{id}",
  summary: "Update a project",
  access: "key",
  input: updateProjectBody,
  inputExample: { name: "Checkout 2", is_archived: false },
  status: 200,
  output: projectSchema,
  outputExample: exampleProject,
  errors: ["project_not_found", "slug_taken"],
  async run({ ctx, id, actor, input: { is_archived, ...changes } }) {
    if (!isId(id)) return err("project_not_found");
    const updated = await updateProject(ctx, actor, { id, ...changes });
    if (!updated.ok || is_archived === undefined) return updated.ok ? ok({ data: toProject(updated.value) }) : updated;
    const moved = await (is_archived ? archiveProject : restoreProject)(ctx, actor, { id });
    return moved.ok ? ok({ data: toProject(moved.value) }) : moved;
  },
});

const deleteRoute = defineRoute({
  method: "delete",
  path: "/projects/{id}",
  summary: "Delete a project",
  description: "For owners and admins of the company. Not with an API key.",
  access: "key",
  input: nothing,
  status: 200,
  output: messageSchema,
  outputExample: { message: "Project deleted" },
  errors: ["project_not_found", "owner_required", "api_key_not_allowed"],
  async run({ ctx, id, actor }) {
    if (isApiKey(actor)) return err("api_key_not_allowed");
    const removed = await deleteProjectWithoutStepUp(ctx, actor, { id });
    return removed.ok ? ok({ data: { message: "Project deleted" } }) : removed;
  },
});

export const projectRoutes = [listRoute, getRoute, createRoute, updateRoute, deleteRoute];
