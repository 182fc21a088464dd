/** `amr` names of second factors (RFC 8176 where it has one). */
export const secondFactorProofs = ["otp", "recovery", "passkey"] as const;

export type SecondFactorProof = (typeof secondFactorProofs)[number];

/** False for a factor that an identity provider reports. */
export function isSecondFactor(proof: string): boolean {
  return secondFactorProofs.some((known) => known === proof);
}

/** RFC 8176. */
const givenToProvider = "mfa";

/** True at any age. */
export function holdsSecondFactor(amr: string[]): boolean {
  return amr.includes(givenToProvider) || amr.some(isSecondFactor);
}
