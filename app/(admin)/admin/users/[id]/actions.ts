"use server";

import { z } from "zod";
import { changeUserRole } from "@/lib/core/accounts/change-user-role";
import { deactivateUser, reactivateUser } from "@/lib/core/accounts/deactivate-user";
import { resendUserVerification } from "@/lib/core/accounts/resend-user-verification";
import { revokeUserApiKey } from "@/lib/core/accounts/revoke-user-api-key";
import { revokeUserSession, signOutUser } from "@/lib/core/accounts/sign-out-user";
import { cancelMfaResetAsAdmin } from "@/lib/core/sign-in/mfa/cancel-mfa-reset";
import { scheduleMfaReset } from "@/lib/core/sign-in/mfa/schedule-mfa-reset";
import { resetMfaSchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { changeUserRoleSchema, deactivateUserSchema } from "@/lib/values/users";
import { defineAdminAction } from "@/lib/web/define-action";

const oneUser = z.strictObject({ userId: idSchema });
const oneThing = z.strictObject({ id: idSchema });

export const resetMfa = defineAdminAction({
  input: resetMfaSchema.extend({ userId: idSchema }),
  run: scheduleMfaReset,
});
export const stopReset = defineAdminAction({ input: oneUser, run: cancelMfaResetAsAdmin });
export const deactivate = defineAdminAction({
  input: deactivateUserSchema.extend({ userId: idSchema }),
  run: deactivateUser,
});
export const reactivate = defineAdminAction({ input: oneUser, run: reactivateUser });
export const changeRole = defineAdminAction({
  input: changeUserRoleSchema.extend({ userId: idSchema }),
  run: changeUserRole,
});
export const resendVerification = defineAdminAction({ input: oneUser, run: resendUserVerification });
export const signOutEverywhere = defineAdminAction({ input: oneUser, run: signOutUser });
export const endSession = defineAdminAction({ input: oneThing, run: revokeUserSession });
export const revokeKey = defineAdminAction({ input: oneThing, run: revokeUserApiKey });
