"use server";

import { z } from "zod";
import { removePasskey, renamePasskey } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { idOnlySchema } from "@/lib/values/forms";
import { addPasskeySchema, renamePasskeySchema } from "@/lib/values/passkeys";
import { defineUserAction } from "@/lib/web/define-action";

export const startPasskey = defineUserAction({
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  run: startPasskeyRegistration,
});
export const finishPasskey = defineUserAction({
  allowedBeforeMfa: true,
  input: addPasskeySchema,
  run: finishPasskeyRegistration,
});
export const renameOnePasskey = defineUserAction({ input: renamePasskeySchema, run: renamePasskey });
export const removeOnePasskey = defineUserAction({ input: idOnlySchema, run: removePasskey });
