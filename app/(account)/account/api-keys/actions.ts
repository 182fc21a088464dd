"use server";

import { createApiKey, revokeAllApiKeys, revokeApiKey, rotateApiKey } from "@/lib/core/api-keys/api-keys";
import { secondsAfter } from "@/lib/core/kernel/lifetimes";
import { newApiKeyFormSchema } from "@/lib/values/forms";
import { defineUserAction, serverAction } from "@/lib/web/define-action";

const daySeconds = 24 * 60 * 60;

export const newKey = defineUserAction({
  input: newApiKeyFormSchema,
  run: (ctx, actor, { expiry, ...input }) =>
    createApiKey(ctx, actor, {
      ...input,
      expiresAt: expiry === "never" ? undefined : secondsAfter(ctx.clock.now(), Number(expiry) * daySeconds),
    }),
});
export const rotateKey = serverAction(rotateApiKey);
export const revokeKey = serverAction(revokeApiKey);
export const revokeAllKeys = serverAction(revokeAllApiKeys);
