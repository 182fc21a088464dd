"use server";

import { confirmEmailChange } from "@/lib/core/accounts/email-change";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { findOwnUser } from "@/lib/web/refresh-in-action";
import { holdRenewed } from "@/lib/web/session-cookies";

export const confirmChange = definePublicAction({
  input: tokenOnlySchema,
  limit: "tokenUse",
  run: async (ctx, input) => holdRenewed(await confirmEmailChange(ctx, input, await findOwnUser(ctx))),
});
