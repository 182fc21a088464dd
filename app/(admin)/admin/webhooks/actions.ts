"use server";

import { deleteWebhook, rotateWebhookSecret, updateWebhook } from "@/lib/core/webhooks/change-webhook";
import { createWebhook } from "@/lib/core/webhooks/create-webhook";
import { getDelivery, replayDelivery, replayFailed, sendTestEvent } from "@/lib/core/webhooks/deliveries";
import { idOnlySchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { createWebhookSchema, updateWebhookSchema } from "@/lib/values/webhooks";
import { defineAdminAction } from "@/lib/web/define-action";

export const create = defineAdminAction({ input: createWebhookSchema, run: createWebhook });
export const update = defineAdminAction({ input: updateWebhookSchema.extend({ id: idSchema }), run: updateWebhook });
export const rotate = defineAdminAction({ input: idOnlySchema, run: rotateWebhookSecret });
export const remove = defineAdminAction({ input: idOnlySchema, run: deleteWebhook });
export const sendTest = defineAdminAction({ input: idOnlySchema, run: sendTestEvent });
export const deliveryState = defineAdminAction({ input: idOnlySchema, run: getDelivery });
export const replay = defineAdminAction({ input: idOnlySchema, run: replayDelivery });
export const replayAll = defineAdminAction({ input: idOnlySchema, run: replayFailed });
