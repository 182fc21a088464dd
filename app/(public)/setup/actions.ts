"use server";

import { createFirstAdmin } from "@/lib/core/settings/setup";
import { setupSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const setUp = definePublicAction({ input: setupSchema, limit: "setup", run: createFirstAdmin });
