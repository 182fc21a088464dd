"use server";

import { undoEmailChange } from "@/lib/core/accounts/email-change";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const undoChange = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: undoEmailChange });
