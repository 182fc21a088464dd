"use server";

import { raiseAlarm } from "@/lib/core/accounts/raise-alarm";
import { ok } from "@/lib/core/kernel/result";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { clearSessionCookies } from "@/lib/web/session-cookies";

/** Leads straight to the new password, because the link proves the mailbox. */
export const raise = definePublicAction({
  input: tokenOnlySchema,
  limit: "tokenUse",
  run: async (ctx, input) => {
    const raised = await raiseAlarm(ctx, input);
    if (!raised.ok) return raised;
    await clearSessionCookies();
    return ok({ nextPath: `/reset-password?token=${raised.value.resetToken}` });
  },
});
