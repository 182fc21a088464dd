import type { Page } from "@playwright/test";

export interface VirtualAuthenticator {
  /** Whether somebody touches it when it is asked. Untouched, a question stays open. */
  setTouched(isTouched: boolean): Promise<void>;
  /** Whether it can tell who touches it. */
  setVerifying(isUserVerified: boolean): Promise<void>;
}

/** Gives this page's browser an authenticator in the device that checks who holds it. It stays through navigations. */
export async function addAuthenticator(page: Page): Promise<VirtualAuthenticator> {
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
    setTouched: async (enabled) => {
      await session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
    },
    setVerifying: async (isUserVerified) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}
