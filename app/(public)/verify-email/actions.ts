"use server";

import { verifyEmail } from "@/lib/core/signup/verify-email";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const confirmEmail = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: verifyEmail });
