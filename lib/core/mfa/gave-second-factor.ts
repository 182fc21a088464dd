/** Proofs in a session's `amr` that are more than a password: TOTP, recovery code, passkey, a trusted issuer's MFA. */
const secondFactors = ["otp", "recovery", "passkey", "mfa"];

export function gaveSecondFactor(amr: string[]): boolean {
  return amr.some((proof) => secondFactors.includes(proof));
}
