"use server";

import { z } from "zod";
import { cancelDeletion, scheduleDeletion } from "@/lib/core/accounts/deletion";
import { requireRecentProof } from "@/lib/core/kernel/actors";
import { deleteAccountSchema } from "@/lib/values/forms";
import { defineUserAction } from "@/lib/web/define-action";
import { holdRenewed } from "@/lib/web/session-cookies";

/** Runs before the download, so that the page can ask for re-authentication. */
export const prepareExport = defineUserAction({
  input: z.strictObject({}),
  run: async (ctx, actor) => requireRecentProof(ctx, actor),
});
export const deleteAccount = defineUserAction({
  input: deleteAccountSchema,
  run: async (ctx, actor, input) => holdRenewed(await scheduleDeletion(ctx, actor, input)),
});
export const keepAccount = defineUserAction({
  input: z.strictObject({}),
  run: async (ctx, actor) => holdRenewed(await cancelDeletion(ctx, actor)),
});
