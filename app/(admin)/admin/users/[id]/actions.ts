"use server";

import {
  changeUserRole,
  deactivateUser,
  reactivateUser,
  resendUserVerification,
} from "@/lib/core/accounts/manage-users";
import { revokeUserApiKey, revokeUserSession, signOutUser } from "@/lib/core/accounts/user-access";
import { cancelUserMfaReset, scheduleMfaReset } from "@/lib/core/sign-in/mfa/reset";
import { serverAction } from "@/lib/web/define-action";

export const resetMfa = serverAction(scheduleMfaReset);
export const cancelMfaReset = serverAction(cancelUserMfaReset);
export const deactivate = serverAction(deactivateUser);
export const reactivate = serverAction(reactivateUser);
export const changeRole = serverAction(changeUserRole);
export const resendVerification = serverAction(resendUserVerification);
export const signOutEverywhere = serverAction(signOutUser);
export const endSession = serverAction(revokeUserSession);
export const revokeKey = serverAction(revokeUserApiKey);
