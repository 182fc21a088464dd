"use server";

import { signUpWithSso } from "@/lib/core/accounts/sign-up/sign-up-with-sso";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { err, ok, type Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { ssoSignUpSchema } from "@/lib/values/sso";
import { definePublicAction } from "@/lib/web/define-action";
import { setSessionCookies } from "@/lib/web/session-cookies";
import { arrivalCookie } from "@/lib/web/sso/arrival-cookie";

export const createAccount = definePublicAction({
  input: ssoSignUpSchema,
  limit: "register",
  run: async (ctx, input): Promise<Result<undefined, ErrorCode>> => {
    if (!(await arrivalCookie.isBound(ctx, input.ticket))) return err("token_invalid");
    const outcome = await signUpWithSso(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    await setSessionCookies(outcome.value.session);
    return ok();
  },
});
