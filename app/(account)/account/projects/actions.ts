"use server";

import {
  archiveProject,
  createProject,
  deleteProject,
  restoreProject,
  updateProject,
} from "@/lib/core/projects/projects";
import { serverAction } from "@/lib/web/define-action";

export const newProject = serverAction(createProject);
export const renameProject = serverAction(updateProject);
export const putAside = serverAction(archiveProject);
export const takeBack = serverAction(restoreProject);
export const removeProject = serverAction(deleteProject);
