"use server";

import { z } from "zod";
import { ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import {
  finishPasskeySecondFactor,
  finishPasskeySignIn,
  startPasskeySecondFactor,
  startPasskeySignIn,
} from "@/lib/core/sign-in/passkeys/sign-in";
import { mfaTicketOnlySchema, passkeyAnswerSchema, secondFactorPasskeySchema } from "@/lib/values/passkeys";
import { definePublicAction } from "@/lib/web/define-action";
import { setSessionCookies } from "@/lib/web/session-cookies";

export const askForPasskey = definePublicAction({
  input: z.strictObject({}),
  limit: "passkeyOptions",
  run: startPasskeySignIn,
});

export const signInWithPasskey = definePublicAction({
  input: passkeyAnswerSchema,
  limit: "login",
  run: async (ctx, input) => {
    const outcome = await finishPasskeySignIn(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    await setSessionCookies(outcome.value.session);
    return ok();
  },
});

export const askForSecondFactor = definePublicAction({
  input: mfaTicketOnlySchema,
  limit: "passkeyOptions",
  run: (ctx, input) => startPasskeySecondFactor(ctx, input, nativeAudience),
});

export const verifyPasskey = definePublicAction({
  input: secondFactorPasskeySchema,
  limit: "mfaVerify",
  run: async (ctx, input) => {
    const outcome = await finishPasskeySecondFactor(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    await setSessionCookies(outcome.value.session);
    return ok();
  },
});
