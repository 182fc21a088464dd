"use server";

import { ok } from "@/lib/core/kernel/result";
import { openSignInHere } from "@/lib/core/sign-in/sign-in-link";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { setDeviceCookie } from "@/lib/web/session-cookies";

export const openHere = definePublicAction({
  input: tokenOnlySchema,
  limit: "tokenUse",
  run: async (ctx, input) => {
    const opened = await openSignInHere(ctx, input);
    if (!opened.ok) return opened;
    await setDeviceCookie(opened.value.deviceToken);
    return ok();
  },
});
