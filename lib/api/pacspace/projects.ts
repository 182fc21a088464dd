import {
  archiveProject,
  createProject,
  deleteProject,
  getProject,
  listProjects,
  restoreProject,
  updateProject,
} from "@/lib/core/projects/projects";
import { del, get, patch, post } from "./routes";

export const projectEndpoints = [
  get("/projects", listProjects, "List projects", {
    description: "The organization's projects, newest first. An API key gets its own projects.",
  }),
  get("/projects/{id}", getProject, "Get a project"),
  post("/projects", createProject, "Create a project", {
    description: "Without `slug`, we make one from the name. Not with an API key, because its projects are fixed.",
    status: 201,
    message: "Project created.",
  }),
  patch("/projects/{id}", updateProject, "Update a project", { message: "Project updated." }),
  post("/projects/{id}/archive", archiveProject, "Archive a project", { message: "Project archived." }),
  post("/projects/{id}/restore", restoreProject, "Restore a project", { message: "Project restored." }),
  del("/projects/{id}", deleteProject, "Delete a project", {
    description: "For owners and admins. API keys lose access to it. Requires recent re-authentication.",
    message: "Project deleted.",
  }),
];
