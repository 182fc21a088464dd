"use server";

import { archiveProject, deleteProject, restoreProject, updateProject } from "@/lib/core/projects/change-project";
import { createProject } from "@/lib/core/projects/create-project";
import { idOnlySchema } from "@/lib/values/forms";
import { createProjectSchema, updateProjectSchema } from "@/lib/values/projects";
import { idSchema } from "@/lib/values/tokens";
import { defineUserAction } from "@/lib/web/define-action";

export const newProject = defineUserAction({ input: createProjectSchema, run: createProject });
export const renameProject = defineUserAction({
  input: updateProjectSchema.extend({ id: idSchema }),
  run: updateProject,
});
export const putAside = defineUserAction({ input: idOnlySchema, run: archiveProject });
export const takeBack = defineUserAction({ input: idOnlySchema, run: restoreProject });
export const removeProject = defineUserAction({ input: idOnlySchema, run: deleteProject });
