"use server";

import { z } from "zod";
import { createReplyTemplate, deleteReplyTemplate, updateReplyTemplate } from "@/lib/core/access-requests/replies";
import { approveStranded } from "@/lib/core/access-requests/waiting-behind-open-sign-up";
import { updateRequestNotices, updateSettings } from "@/lib/core/settings/settings";
import { defineAdminAction, serverAction } from "@/lib/web/define-action";

export const saveSettings = serverAction(updateSettings);
export const approveWaiting = defineAdminAction({ input: z.strictObject({}), run: approveStranded });
export const saveNotices = serverAction(updateRequestNotices);
export const createTemplate = serverAction(createReplyTemplate);
export const updateTemplate = serverAction(updateReplyTemplate);
export const removeTemplate = serverAction(deleteReplyTemplate);
