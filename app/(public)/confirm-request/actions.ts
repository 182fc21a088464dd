"use server";

import { confirmRequest } from "@/lib/core/access/confirm-request";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const confirm = definePublicAction({ input: tokenOnlySchema, limit: "tokenUse", run: confirmRequest });
