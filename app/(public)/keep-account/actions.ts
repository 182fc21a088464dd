"use server";

import { cancelDeletionByLink } from "@/lib/core/account/deletion/cancel-deletion";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const keep = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: cancelDeletionByLink });
