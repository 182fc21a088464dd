"use server";

import { resetPassword } from "@/lib/core/account/reset-password";
import { resetPasswordSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const choosePassword = definePublicAction({ input: resetPasswordSchema, limit: "tokenUse", run: resetPassword });
