"use server";

import { z } from "zod";
import { removePasskey, renamePasskey } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { defineUserAction, serverAction } from "@/lib/web/define-action";

export const startPasskey = defineUserAction({
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  run: startPasskeyRegistration,
});
export const finishPasskey = serverAction(finishPasskeyRegistration);
export const renameOnePasskey = serverAction(renamePasskey);
export const removeOnePasskey = serverAction(removePasskey);
