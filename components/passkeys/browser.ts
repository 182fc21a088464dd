"use client";

import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { useSyncExternalStore } from "react";

/** Why the browser gave no answer. `replaced`: another question of ours took the place of this one. */
export type NoAnswer = "cancelled" | "known" | "impossible" | "replaced";

type Answered<Answer> = { ok: true; answer: Answer } | { ok: false; reason: NoAnswer };

const never = () => () => undefined;

/** Whether this browser knows passkeys at all; null until that can be asked. */
export function useWebAuthn(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, browserSupportsWebAuthn, () => null);
}

/** Lets the browser make a passkey. */
export function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<Answered<RegistrationResponseJSON>> {
  return answered(() => startRegistration({ optionsJSON: options }));
}

/** Lets the browser answer with a passkey: in a dialog, or among what it suggests for the address field. */
export function askPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  { asSuggestion = false } = {},
): Promise<Answered<AuthenticationResponseJSON>> {
  return answered(() => startAuthentication({ optionsJSON: options, useBrowserAutofill: asSuggestion }));
}

async function answered<Answer>(ceremony: () => Promise<Answer>): Promise<Answered<Answer>> {
  try {
    return { ok: true, answer: await ceremony() };
  } catch (thrown) {
    return { ok: false, reason: reasonOf(thrown) };
  }
}

function reasonOf(thrown: unknown): NoAnswer {
  if (thrown instanceof WebAuthnError) {
    if (thrown.code === "ERROR_CEREMONY_ABORTED") return "replaced";
    if (thrown.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") return "known";
  }
  const name = thrown instanceof Error ? thrown.name : "";
  if (name === "AbortError") return "replaced";
  // Browsers say the same of a closed dialog, of one that ran out of time, and of no fitting passkey.
  return name === "NotAllowedError" ? "cancelled" : "impossible";
}
