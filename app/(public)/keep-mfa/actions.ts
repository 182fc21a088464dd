"use server";

import { cancelMfaResetByLink } from "@/lib/core/sign-in/mfa/reset";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const keep = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: cancelMfaResetByLink });
