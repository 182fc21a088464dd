import { isSecondFactor } from "./methods";

/** What a session's `amr` says when an identity provider that is trusted for it has asked for a second factor. */
const askedByIssuer = "mfa";

/**
 * True when the proofs of a sign-in hold more than a password: one of the methods here, or a trusted issuer's word. Says
 * nothing about when: a live session's proofs go by `firstFactorAt` and `secondFactorAt` (actors.ts).
 */
export function holdsSecondFactor(amr: string[]): boolean {
  return amr.includes(askedByIssuer) || amr.some(isSecondFactor);
}
