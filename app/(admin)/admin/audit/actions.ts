"use server";

import { z } from "zod";
import { requireRecentProof } from "@/lib/core/kernel/actors";
import { defineAdminAction } from "@/lib/web/define-action";

/** Runs before the download, so that the page can ask for re-authentication. */
export const prepareExport = defineAdminAction({
  input: z.strictObject({}),
  run: async (ctx, admin) => requireRecentProof(ctx, admin),
});
