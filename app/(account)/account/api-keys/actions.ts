"use server";

import { z } from "zod";
import { createApiKey } from "@/lib/core/api-keys/create-api-key";
import { revokeAllApiKeys, revokeApiKey } from "@/lib/core/api-keys/revoke-api-key";
import { rotateApiKey } from "@/lib/core/api-keys/rotate-api-key";
import { secondsAfter } from "@/lib/core/kernel/lifetimes";
import { idOnlySchema, newApiKeyFormSchema, rotateApiKeySchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { defineUserAction } from "@/lib/web/define-action";

const daySeconds = 24 * 60 * 60;

export const newKey = defineUserAction({
  input: newApiKeyFormSchema,
  run: (ctx, actor, { expiry, ...input }) => {
    const expiresAt =
      expiry === "never" ? {} : { expiresAt: secondsAfter(ctx.clock.now(), Number(expiry) * daySeconds) };
    return createApiKey(ctx, actor, { ...input, ...expiresAt });
  },
});
export const rotateKey = defineUserAction({ input: rotateApiKeySchema.extend({ id: idSchema }), run: rotateApiKey });
export const revokeKey = defineUserAction({ input: idOnlySchema, run: revokeApiKey });
export const revokeAllKeys = defineUserAction({ input: z.strictObject({}), run: revokeAllApiKeys });
