"use server";

import { z } from "zod";
import { cancelMfaResetAsAdmin } from "@/lib/core/mfa/reset/cancel-mfa-reset";
import { scheduleMfaReset } from "@/lib/core/mfa/reset/schedule-mfa-reset";
import { resetMfaSchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction } from "@/lib/web/define-action";

export const resetMfa = defineAdminAction({
  input: resetMfaSchema.extend({ userId: idSchema }),
  run: scheduleMfaReset,
});
export const stopReset = defineAdminAction({
  input: z.strictObject({ userId: idSchema }),
  run: cancelMfaResetAsAdmin,
});
