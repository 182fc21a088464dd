"use server";

import { examine } from "@/lib/core/doctor/examine";
import { ok } from "@/lib/core/kernel/result";
import { examineSchema } from "@/lib/values/doctor";
import { defineAdminAction } from "@/lib/web/define-action";

export const examineFromBrowser = defineAdminAction({
  input: examineSchema,
  run: async (ctx, admin, input) => ok(await examine(ctx, admin, input)),
});
