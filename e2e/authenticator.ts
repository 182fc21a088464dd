import type { Page } from "@playwright/test";

export interface VirtualAuthenticator {
  /** Whether it can tell who touches it. */
  setVerifying(isUserVerified: boolean): Promise<void>;
}

/**
 * Gives this page's browser an authenticator in the device that checks who holds it, and answers at once. It stays
 * through navigations. A browser that suggests passkeys by itself would sign in before anything is pressed.
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
