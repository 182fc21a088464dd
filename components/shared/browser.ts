"use client";

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { useSyncExternalStore } from "react";

/** Why the browser gave no answer. `replaced`: another question of ours took the place of this one. */
export type NoAnswer = "cancelled" | "known" | "impossible" | "replaced";

type Answered<Answer> = { ok: true; answer: Answer } | { ok: false; reason: NoAnswer };

const never = () => () => undefined;
const hasWebAuthn = () => typeof window.PublicKeyCredential === "function";
/** Comes when a passkey is asked for. */
const loadWebAuthn = () => import("@simplewebauthn/browser");

/** Whether this browser knows passkeys at all; null until that can be asked. */
export function useWebAuthn(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, hasWebAuthn, () => null);
}

/** Lets the browser make a passkey. */
export function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<Answered<RegistrationResponseJSON>> {
  return answered(({ startRegistration }) => startRegistration({ optionsJSON: options }));
}

/** Lets the browser answer with a passkey: in a dialog, or among what it suggests for the address field. */
export function askPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  { asSuggestion = false } = {},
): Promise<Answered<AuthenticationResponseJSON>> {
  return answered(({ startAuthentication }) =>
    startAuthentication({ optionsJSON: options, useBrowserAutofill: asSuggestion }),
  );
}

type WebAuthn = Awaited<ReturnType<typeof loadWebAuthn>>;

async function answered<Answer>(ceremony: (webAuthn: WebAuthn) => Promise<Answer>): Promise<Answered<Answer>> {
  try {
    return { ok: true, answer: await ceremony(await loadWebAuthn()) };
  } catch (thrown) {
    return { ok: false, reason: reasonOf(thrown) };
  }
}

function reasonOf(thrown: unknown): NoAnswer {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ERROR_CEREMONY_ABORTED") return "replaced";
  if (code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED") return "known";
  const name = thrown instanceof Error ? thrown.name : "";
  if (name === "AbortError") return "replaced";
  // Browsers say the same of a closed dialog, of one that ran out of time, and of no fitting passkey.
  return name === "NotAllowedError" ? "cancelled" : "impossible";
}
