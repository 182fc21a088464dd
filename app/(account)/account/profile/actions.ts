"use server";

import { z } from "zod";
import { cancelEmailChange, changeEmail } from "@/lib/core/accounts/email-change";
import { updateProfile } from "@/lib/core/accounts/profile";
import { changeEmailSchema, updateProfileSchema } from "@/lib/values/forms";
import { defineUserAction } from "@/lib/web/define-action";

export const saveProfile = defineUserAction({ input: updateProfileSchema, run: updateProfile });
export const startEmailChange = defineUserAction({ input: changeEmailSchema, run: changeEmail });
export const stopEmailChange = defineUserAction({ input: z.strictObject({}), run: cancelEmailChange });
