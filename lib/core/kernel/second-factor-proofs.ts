/** How a session's `amr` names each second factor, after RFC 8176 where it has a name. */
export const secondFactorProofs = ["otp", "recovery", "passkey"] as const;

export type SecondFactorProof = (typeof secondFactorProofs)[number];

/** True for a second factor that was given to us, false for one that an identity provider reports. */
export function isSecondFactor(proof: string): boolean {
  return secondFactorProofs.some((known) => known === proof);
}

/** How `amr` names a second factor that a trusted identity provider has asked for (RFC 8176). */
const givenToProvider = "mfa";

/**
 * True if a sign-in proved more than a password. It says nothing about when: see `firstFactorAt` and `secondFactorAt` of
 * the session.
 */
export function holdsSecondFactor(amr: string[]): boolean {
  return amr.includes(givenToProvider) || amr.some(isSecondFactor);
}
