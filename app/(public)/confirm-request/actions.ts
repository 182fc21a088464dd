"use server";

import { confirmRequest } from "@/lib/core/access-requests/confirm";
import { confirmRequestSchema } from "@/lib/values/request-questions";
import { definePublicAction } from "@/lib/web/define-action";

export const confirm = definePublicAction({ input: confirmRequestSchema, limit: "tokenUse", run: confirmRequest });
