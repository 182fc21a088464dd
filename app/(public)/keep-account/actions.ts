"use server";

import { cancelDeletionByLink } from "@/lib/core/accounts/deletion";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { findOwnUser } from "@/lib/web/refresh-in-action";
import { holdRenewed } from "@/lib/web/session-cookies";

export const keep = definePublicAction({
  input: tokenOnlySchema,
  limit: "tokenUse",
  run: async (ctx, input) => holdRenewed(await cancelDeletionByLink(ctx, input, await findOwnUser(ctx))),
});
