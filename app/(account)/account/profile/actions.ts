"use server";

import { z } from "zod";
import { cancelEmailChange } from "@/lib/core/accounts/cancel-email-change";
import { changeEmail } from "@/lib/core/accounts/change-email";
import { updateProfile } from "@/lib/core/accounts/update-profile";
import { changeEmailSchema, updateProfileSchema } from "@/lib/values/forms";
import { defineUserAction } from "@/lib/web/define-action";

export const saveProfile = defineUserAction({ input: updateProfileSchema, run: updateProfile });
export const startEmailChange = defineUserAction({ input: changeEmailSchema, run: changeEmail });
export const stopEmailChange = defineUserAction({ input: z.strictObject({}), run: cancelEmailChange });
