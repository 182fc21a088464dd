"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { updatePreferences } from "@/lib/core/accounts/profile";
import { err, ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logOut } from "@/lib/core/sessions/sessions";
import { finishPasskeyStepUp, startPasskeyStepUp } from "@/lib/core/sign-in/passkeys/step-up";
import { stepUp } from "@/lib/core/sign-in/step-up";
import { stepUpSchema } from "@/lib/values/forms";
import { localeSchema } from "@/lib/values/locale";
import { passkeyAnswerSchema } from "@/lib/values/passkeys";
import { localeCookie } from "@/lib/web/context";
import { definePublicAction, defineUserAction, serverAction } from "@/lib/web/define-action";
import { clearSessionCookies, holdRenewed, readSessionTokens } from "@/lib/web/session-cookies";

const yearSeconds = 365 * 24 * 60 * 60;

/** Accepts sessions with an expired access token. */
export const signOut = definePublicAction({
  input: z.strictObject({}),
  limit: "refresh",
  run: async (ctx) => {
    const outcome = await logOut(ctx, await readSessionTokens(), nativeAudience);
    await clearSessionCookies();
    return outcome;
  },
});

export const choosePreferredEnvironment = serverAction(updatePreferences);

export const confirmItIsMe = defineUserAction({
  allowedBeforeMfa: true,
  input: stepUpSchema,
  run: async (ctx, actor, input) => {
    const outcome = await stepUp(ctx, actor, input);
    if (!outcome.ok) return outcome;
    return outcome.value.next === "code" ? err("second_factor_required") : holdRenewed(ok(outcome.value));
  },
});

export const askForProof = defineUserAction({
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  run: startPasskeyStepUp,
});
export const confirmWithPasskey = defineUserAction({
  allowedBeforeMfa: true,
  input: passkeyAnswerSchema,
  run: async (ctx, actor, input) => holdRenewed(await finishPasskeyStepUp(ctx, actor, input)),
});

/** Stores the language in the browser, not in the account. */
export const chooseLanguage = definePublicAction({
  input: z.strictObject({ locale: localeSchema }),
  limit: "refresh",
  run: async (_ctx, { locale }) => {
    (await cookies()).set(localeCookie, locale, { path: "/", maxAge: yearSeconds, sameSite: "lax", httpOnly: true });
    return ok();
  },
});
