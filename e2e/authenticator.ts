import type { Page } from "@playwright/test";

export interface VirtualAuthenticator {
  /** User verification. */
  setVerifying(isUserVerified: boolean): Promise<void>;
}

/**
 * Adds a platform authenticator that stays through navigations. `suggests`: passkey autofill, which signs in without a
 * click.
 */
export async function addAuthenticator(page: Page, { suggests = false } = {}): Promise<VirtualAuthenticator> {
  if (!suggests) {
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
  }
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setVerifying: async (isUserVerified) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}
