"use server";

import type { ErrorCode } from "@/lib/core/kernel/errors";
import { ok, type Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logIn } from "@/lib/core/sign-in/log-in";
import type { MfaMethodName } from "@/lib/core/sign-in/mfa/methods";
import { verifyLoginMfa } from "@/lib/core/sign-in/second-step";
import { logInSchema, verifyLoginMfaSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { setSessionCookies } from "@/lib/web/session-cookies";

type SignIn = Result<{ next: "mfa"; mfaTicket: string; methods: MfaMethodName[] } | { next: "session" }, ErrorCode>;

/** Keeps the session in cookies, out of the result. */
export const signIn = definePublicAction({
  input: logInSchema,
  limit: "login",
  run: async (ctx, input): Promise<SignIn> => {
    const outcome = await logIn(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    if (outcome.value.next === "mfa") {
      const { mfaTicket, methods } = outcome.value;
      return ok({ next: "mfa", mfaTicket, methods });
    }
    await setSessionCookies(outcome.value.session);
    return ok({ next: "session" });
  },
});

export const verifyCode = definePublicAction({
  input: verifyLoginMfaSchema,
  limit: "mfaVerify",
  run: async (ctx, input) => {
    const outcome = await verifyLoginMfa(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    await setSessionCookies(outcome.value.session);
    return ok({ next: "session" as const });
  },
});
