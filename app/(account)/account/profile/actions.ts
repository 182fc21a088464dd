"use server";

import { z } from "zod";
import { cancelEmailChange, changeEmail } from "@/lib/core/accounts/email-change";
import { updateProfile } from "@/lib/core/accounts/profile";
import { defineUserAction, serverAction } from "@/lib/web/define-action";

export const saveProfile = serverAction(updateProfile);
export const startEmailChange = serverAction(changeEmail);
export const stopEmailChange = defineUserAction({ input: z.strictObject({}), run: cancelEmailChange });
