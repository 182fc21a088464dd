"use server";

import { z } from "zod";
import { mailOwnPasswordLink } from "@/lib/core/accounts/password";
import { disconnectIdentity } from "@/lib/core/sign-in/sso/identities";
import { ssoProviderOnlySchema } from "@/lib/values/sso";
import { defineUserAction, serverAction } from "@/lib/web/define-action";
import { declareAndKeep } from "@/lib/web/sso/intent-cookie";

export const prepareConnection = defineUserAction({
  input: ssoProviderOnlySchema,
  run: (ctx, actor, { provider }) => declareAndKeep(ctx, actor, { act: "connect", provider }),
});

/** Runs before re-authentication with a connected account. */
export const prepareProof = defineUserAction({
  allowedBeforeMfa: true,
  input: ssoProviderOnlySchema,
  run: (ctx, actor, { provider }) => declareAndKeep(ctx, actor, { act: "prove", provider }),
});

export const disconnect = serverAction(disconnectIdentity);
export const mailPasswordLink = defineUserAction({ input: z.strictObject({}), run: mailOwnPasswordLink });
