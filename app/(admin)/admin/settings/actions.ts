"use server";

import { z } from "zod";
import {
  createReplyTemplate,
  deleteReplyTemplate,
  updateReplyTemplate,
} from "@/lib/core/access-requests/reply-templates";
import { approveStranded } from "@/lib/core/access-requests/waiting-behind-open-sign-up";
import { updateRequestNotices, updateSettings } from "@/lib/core/settings/settings";
import { idOnlySchema } from "@/lib/values/forms";
import { replyTemplatePatchSchema, replyTemplateSchema } from "@/lib/values/settings";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction, serverAction } from "@/lib/web/define-action";

export const saveSettings = serverAction(updateSettings);
export const approveWaiting = defineAdminAction({ input: z.strictObject({}), run: approveStranded });
export const saveNotices = serverAction(updateRequestNotices);
export const createTemplate = defineAdminAction({ input: replyTemplateSchema, run: createReplyTemplate });
export const updateTemplate = defineAdminAction({
  input: replyTemplatePatchSchema.extend({ id: idSchema }),
  run: updateReplyTemplate,
});
export const removeTemplate = defineAdminAction({ input: idOnlySchema, run: deleteReplyTemplate });
