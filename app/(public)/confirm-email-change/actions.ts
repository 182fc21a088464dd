"use server";

import { confirmEmailChange } from "@/lib/core/account/confirm-email-change";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const confirmChange = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: confirmEmailChange });
