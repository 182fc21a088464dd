"use server";

import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { acceptInvitation } from "@/lib/core/tenants/accept-invitation";
import { tokenOnlySchema } from "@/lib/values/forms";
import { joinWithNewAccountSchema } from "@/lib/values/team";
import { definePublicAction, defineUserAction } from "@/lib/web/define-action";

export const joinAsNew = definePublicAction({
  input: joinWithNewAccountSchema,
  limit: "register",
  run: joinWithNewAccount,
});

export const joinAsMyself = defineUserAction({ input: tokenOnlySchema, run: acceptInvitation });
