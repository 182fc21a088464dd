"use server";

import { resetPassword } from "@/lib/core/accounts/password";
import { ok } from "@/lib/core/kernel/result";
import { resetPasswordSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { setDeviceCookie } from "@/lib/web/session-cookies";

/** Remembers the browser, because the mailbox is proven, but doesn't sign in. */
export const choosePassword = definePublicAction({
  input: resetPasswordSchema,
  limit: "tokenUse",
  run: async (ctx, input) => {
    const reset = await resetPassword(ctx, input);
    if (!reset.ok) return reset;
    await setDeviceCookie(reset.value.deviceToken);
    return ok();
  },
});
