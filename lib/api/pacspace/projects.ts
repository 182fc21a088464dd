import { isApiKey } from "@/lib/core/kernel/api-key-actor";
import { err, ok } from "@/lib/core/kernel/result";
import { archiveProject, deleteProject, restoreProject, updateProject } from "@/lib/core/projects/change-project";
import { createProject } from "@/lib/core/projects/create-project";
import { getProject, listProjects } from "@/lib/core/projects/list-projects";
import { listProjectsSchema } from "@/lib/values/forms";
import { createProjectSchema, updateProjectSchema } from "@/lib/values/projects";
import { definePersonOrKeyEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing, projectPageSchema, projectSchema } from "./schemas";
import { toProject } from "./serialize";

const exampleProject = {
  id: exampleId,
  name: "Checkout",
  slug: "checkout",
  createdAt: exampleMoment,
  updatedAt: exampleMoment,
  archivedAt: null,
};

const listEndpoint = definePersonOrKeyEndpoint({
  method: "get",
  path: "/projects",
  summary: "List projects",
  description: "The organization's projects, newest first. An API key gets its own projects.",
  input: listProjectsSchema,
  status: 200,
  data: projectPageSchema,
  dataExample: { items: [exampleProject], total: 1 },
  message: "Projects.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const { items, total } = await listProjects(ctx, actor, input);
    return ok({ data: { items: items.map(toProject), total } });
  },
});

const getEndpoint = definePersonOrKeyEndpoint({
  method: "get",
  path: "/projects/{id}",
  summary: "Get a project",
  input: nothing,
  status: 200,
  data: projectSchema,
  dataExample: exampleProject,
  message: "Project.",
  refusals: ["project_not_found"],
  async run({ ctx, actor, id }) {
    const found = await getProject(ctx, actor, { id });
    return found.ok ? ok({ data: toProject(found.value) }) : found;
  },
});

const createEndpoint = definePersonOrKeyEndpoint({
  method: "post",
  path: "/projects",
  summary: "Create a project",
  description: "Without `slug`, we make one from the name. Not with an API key, because its projects are fixed.",
  input: createProjectSchema,
  inputExample: { name: "Checkout", slug: "checkout" },
  status: 201,
  data: projectSchema,
  dataExample: exampleProject,
  message: "Project created.",
  refusals: ["slug_taken", "plan_limit_reached", "api_key_not_allowed"],
  async run({ ctx, actor, input }) {
    if (isApiKey(actor)) return err("api_key_not_allowed");
    const created = await createProject(ctx, actor, input);
    return created.ok ? ok({ data: toProject(created.value) }) : created;
  },
});

const updateEndpoint = definePersonOrKeyEndpoint({
  method: "patch",
  path: "/projects/{id}",
  summary: "Update a project",
  input: updateProjectSchema,
  inputExample: { name: "Checkout 2" },
  status: 200,
  data: projectSchema,
  dataExample: exampleProject,
  message: "Project updated.",
  refusals: ["project_not_found", "slug_taken"],
  async run({ ctx, actor, id, input }) {
    const updated = await updateProject(ctx, actor, { id, ...input });
    return updated.ok ? ok({ data: toProject(updated.value) }) : updated;
  },
});

const archiveEndpoint = definePersonOrKeyEndpoint({
  method: "post",
  path: "/projects/{id}/archive",
  summary: "Archive a project",
  input: nothing,
  status: 200,
  data: projectSchema,
  dataExample: { ...exampleProject, archivedAt: exampleMoment },
  message: "Project archived.",
  refusals: ["project_not_found", "slug_taken"],
  async run({ ctx, actor, id }) {
    const archived = await archiveProject(ctx, actor, { id });
    return archived.ok ? ok({ data: toProject(archived.value) }) : archived;
  },
});

const restoreEndpoint = definePersonOrKeyEndpoint({
  method: "post",
  path: "/projects/{id}/restore",
  summary: "Restore a project",
  input: nothing,
  status: 200,
  data: projectSchema,
  dataExample: exampleProject,
  message: "Project restored.",
  refusals: ["project_not_found", "slug_taken"],
  async run({ ctx, actor, id }) {
    const restored = await restoreProject(ctx, actor, { id });
    return restored.ok ? ok({ data: toProject(restored.value) }) : restored;
  },
});

const deleteEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/projects/{id}",
  summary: "Delete a project",
  description: "For owners and admins. API keys lose access to it. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Project deleted.",
  refusals: ["project_not_found", "owner_required", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await deleteProject(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

export const projectEndpoints: Endpoint[] = [
  listEndpoint,
  getEndpoint,
  createEndpoint,
  updateEndpoint,
  archiveEndpoint,
  restoreEndpoint,
  deleteEndpoint,
];
