"use server";

import { requestAccess } from "@/lib/core/access-requests/submit";
import { requestAccessSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const sendRequest = definePublicAction({
  input: requestAccessSchema,
  limit: "requestAccess",
  run: requestAccess,
});
