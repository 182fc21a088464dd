import type { ReactNode } from "react";
import { StepUpProvider } from "@/components/shared/step-up";
import type { UserActor } from "@/lib/core/kernel/actors";
import { readPasskeys } from "@/lib/core/sign-in/passkeys/passkeys";
import { getSignInMethods } from "@/lib/core/sign-in/sso/identities";
import { webContext } from "@/lib/web/context";
import { isTrustedForMfa } from "@/lib/web/sso/trusted-for-mfa";
import { prepareProof } from "./account/security/sso-actions";
import { askForProof, confirmItIsMe, confirmWithPasskey } from "./actions";

/** Only an OpenID Connect issuer can be told to ask again, and says when it did. */
const asksAnew = (provider: string) => provider === "oidc";

/** For pages whose acts may need a fresh proof: asks for it in place, in any way that this account has. */
export async function StepUp({ actor, children }: { actor: UserActor; children: ReactNode }) {
  const ctx = await webContext();
  const { mfaEnabled } = actor.user;
  const [passkeys, methods] = await Promise.all([readPasskeys(ctx, actor), getSignInMethods(ctx, actor)]);
  return (
    <StepUpProvider
      isMfaEnabled={mfaEnabled}
      hasPassword={methods.hasPassword}
      passkey={passkeys.length > 0 ? { start: askForProof, finish: confirmWithPasskey } : null}
      sso={{
        providers: methods.connected.filter(({ id }) => asksAnew(id) && (!mfaEnabled || isTrustedForMfa(id))),
        prepare: prepareProof,
      }}
      confirm={confirmItIsMe}
    >
      {children}
    </StepUpProvider>
  );
}
