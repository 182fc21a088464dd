"use server";

import { z } from "zod";
import { changePassword } from "@/lib/core/accounts/password";
import { revokeAllSessions, revokeOtherSessions, revokeSession } from "@/lib/core/sessions/sessions";
import { disableMfa, enableMfa, setUpMfa } from "@/lib/core/sign-in/mfa/mfa";
import { regenerateRecoveryCodes } from "@/lib/core/sign-in/mfa/recovery-codes";
import { cancelOwnMfaReset } from "@/lib/core/sign-in/mfa/reset";
import { changePasswordSchema, disableMfaSchema, enableMfaSchema, idOnlySchema } from "@/lib/values/forms";
import { defineUserAction, serverAction } from "@/lib/web/define-action";
import { clearSessionCookies, holdRenewed } from "@/lib/web/session-cookies";

const nothing = z.strictObject({});

export const choosePassword = defineUserAction({
  allowedBeforeMfa: true,
  input: changePasswordSchema,
  run: async (ctx, actor, input) => holdRenewed(await changePassword(ctx, actor, input)),
});
export const startMfa = defineUserAction({ allowedBeforeMfa: true, input: nothing, run: setUpMfa });
export const finishMfa = defineUserAction({
  allowedBeforeMfa: true,
  input: enableMfaSchema,
  run: async (ctx, actor, input) => holdRenewed(await enableMfa(ctx, actor, input)),
});
export const turnOffMfa = defineUserAction({
  input: disableMfaSchema,
  run: async (ctx, actor, input) => holdRenewed(await disableMfa(ctx, actor, input)),
});
export const newRecoveryCodes = serverAction(regenerateRecoveryCodes);
export const endSession = defineUserAction({ input: idOnlySchema, run: revokeSession });
/** Ends this session, too. */
export const endAllSessions = defineUserAction({
  input: nothing,
  run: async (ctx, actor) => {
    const outcome = await revokeAllSessions(ctx, actor);
    if (outcome.ok) await clearSessionCookies();
    return outcome;
  },
});
export const keepMfa = serverAction(cancelOwnMfaReset);
export const endOtherSessions = defineUserAction({
  input: nothing,
  run: async (ctx, actor) => holdRenewed(await revokeOtherSessions(ctx, actor)),
});
