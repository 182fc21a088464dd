"use server";

import { createFirstAdmin } from "@/lib/core/settings/create-first-admin";
import { setupSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const setUp = definePublicAction({ input: setupSchema, limit: "setup", run: createFirstAdmin });
