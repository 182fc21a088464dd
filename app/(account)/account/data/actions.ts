"use server";

import { z } from "zod";
import { cancelDeletion } from "@/lib/core/account/deletion/cancel-deletion";
import { scheduleDeletion } from "@/lib/core/account/deletion/schedule-deletion";
import { deleteAccountSchema } from "@/lib/values/forms";
import { defineUserAction } from "@/lib/web/define-action";

export const deleteAccount = defineUserAction({ input: deleteAccountSchema, run: scheduleDeletion });
export const keepAccount = defineUserAction({ input: z.strictObject({}), run: cancelDeletion });
