"use server";

import { approveStranded } from "@/lib/core/access-requests/bulk";
import { createReplyTemplate, deleteReplyTemplate, updateReplyTemplate } from "@/lib/core/access-requests/replies";
import { updateRequestNotices, updateSettings } from "@/lib/core/settings/settings";
import { serverAction } from "@/lib/web/define-action";

export const saveSettings = serverAction(updateSettings);
export const approveWaiting = serverAction(approveStranded);
export const saveNotices = serverAction(updateRequestNotices);
export const createTemplate = serverAction(createReplyTemplate);
export const updateTemplate = serverAction(updateReplyTemplate);
export const removeTemplate = serverAction(deleteReplyTemplate);
