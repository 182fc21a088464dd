"use server";

import { getDelivery, replayDelivery, replayFailed, sendTestEvent } from "@/lib/core/webhooks/deliveries";
import { createWebhook, deleteWebhook, rotateWebhookSecret, updateWebhook } from "@/lib/core/webhooks/webhooks";
import { serverAction } from "@/lib/web/define-action";

export const create = serverAction(createWebhook);
export const update = serverAction(updateWebhook);
export const rotate = serverAction(rotateWebhookSecret);
export const remove = serverAction(deleteWebhook);
export const sendTest = serverAction(sendTestEvent);
export const deliveryState = serverAction(getDelivery);
export const replay = serverAction(replayDelivery);
export const replayAll = serverAction(replayFailed);
