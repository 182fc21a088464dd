import type { ReactNode } from "react";
import { StepUpProvider } from "@/components/shared/step-up";
import type { UserActor } from "@/lib/core/kernel/actors";
import { readPasskeys } from "@/lib/core/sign-in/passkeys/passkeys";
import { getSignInMethods } from "@/lib/core/sign-in/sso/identities";
import { webContext } from "@/lib/web/context";
import { isTrustedForMfa } from "@/lib/web/sso/trusted-for-mfa";
import { prepareProof } from "./account/security/sso-actions";
import { askForProof, confirmItIsMe, confirmWithPasskey } from "./actions";

/** Only OpenID Connect can force re-authentication and report its time. */
const asksAnew = (provider: string) => provider === "oidc";

/** Asks for re-authentication in place, with any method of the account. */
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
