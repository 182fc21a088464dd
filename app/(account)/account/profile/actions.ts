"use server";

import { z } from "zod";
import { cancelEmailChange } from "@/lib/core/account/cancel-email-change";
import { changeEmail } from "@/lib/core/account/change-email";
import { updateProfile } from "@/lib/core/account/update-profile";
import { changeEmailSchema, updateProfileSchema } from "@/lib/values/forms";
import { defineUserAction } from "@/lib/web/define-action";

export const saveProfile = defineUserAction({ input: updateProfileSchema, run: updateProfile });
export const startEmailChange = defineUserAction({ input: changeEmailSchema, run: changeEmail });
export const stopEmailChange = defineUserAction({ input: z.strictObject({}), run: cancelEmailChange });
