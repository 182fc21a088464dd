"use server";

import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { acceptInvitation } from "@/lib/core/tenants/invitations";
import { joinWithNewAccountSchema } from "@/lib/values/team";
import { definePublicAction, serverAction } from "@/lib/web/define-action";

export const joinAsNew = definePublicAction({
  input: joinWithNewAccountSchema,
  limit: "register",
  run: joinWithNewAccount,
});

export const joinAsMyself = serverAction(acceptInvitation);
