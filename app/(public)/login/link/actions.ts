"use server";

import type { ErrorCode } from "@/lib/core/kernel/errors";
import { err, ok, type Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { confirmLink, confirmLinkInSession } from "@/lib/core/sign-in/sso/link";
import { tokenOnlySchema } from "@/lib/values/forms";
import { linkIdentitySchema } from "@/lib/values/sso";
import { definePublicAction, defineUserAction } from "@/lib/web/define-action";
import { setSessionCookies } from "@/lib/web/session-cookies";
import { arrivalCookie } from "@/lib/web/sso/arrival-cookie";

export const linkAndSignIn = definePublicAction({
  input: linkIdentitySchema,
  limit: "login",
  run: async (ctx, input): Promise<Result<{ next: "code" | "session" }, ErrorCode>> => {
    if (!(await arrivalCookie.isBound(ctx, input.ticket))) return err("token_invalid");
    const outcome = await confirmLink(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    if (outcome.value.next === "session") await setSessionCookies(outcome.value.session);
    return ok({ next: outcome.value.next });
  },
});

export const linkInSession = defineUserAction({
  input: tokenOnlySchema,
  run: async (ctx, actor, { token }) =>
    (await arrivalCookie.isBound(ctx, token))
      ? confirmLinkInSession(ctx, actor, { ticket: token })
      : err("token_invalid"),
});
