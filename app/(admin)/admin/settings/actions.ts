"use server";

import { z } from "zod";
import {
  createReplyTemplate,
  deleteReplyTemplate,
  updateReplyTemplate,
} from "@/lib/core/access-requests/reply-templates";
import { approveStranded } from "@/lib/core/access-requests/waiting-behind-open-sign-up";
import { updateRequestNotices } from "@/lib/core/settings/request-notices";
import { updateSettings } from "@/lib/core/settings/update-settings";
import { idOnlySchema } from "@/lib/values/forms";
import {
  replyTemplatePatchSchema,
  replyTemplateSchema,
  requestNoticesSchema,
  updateSettingsSchema,
} from "@/lib/values/settings";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction, defineReviewerAction } from "@/lib/web/define-action";

export const saveSettings = defineAdminAction({ input: updateSettingsSchema, run: updateSettings });
export const approveWaiting = defineAdminAction({ input: z.strictObject({}), run: approveStranded });
export const saveNotices = defineReviewerAction({ input: requestNoticesSchema, run: updateRequestNotices });
export const createTemplate = defineAdminAction({ input: replyTemplateSchema, run: createReplyTemplate });
export const updateTemplate = defineAdminAction({
  input: replyTemplatePatchSchema.extend({ id: idSchema }),
  run: updateReplyTemplate,
});
export const removeTemplate = defineAdminAction({ input: idOnlySchema, run: deleteReplyTemplate });
