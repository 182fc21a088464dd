import { isSecondFactor } from "./methods";

/** What a session's `amr` says when an identity provider that is trusted for it has asked for a second factor. */
const askedByIssuer = "mfa";

/** True when a session's `amr` holds more than a password: one of the methods here, or a trusted issuer's word. */
export function gaveSecondFactor(amr: string[]): boolean {
  return amr.some((proof) => proof === askedByIssuer || isSecondFactor(proof));
}
