"use client";

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { useSyncExternalStore } from "react";

/** `replaced`: another request of ours took its place. */
export type NoAnswer = "cancelled" | "known" | "impossible" | "replaced";

type Answered<Answer> = { ok: true; answer: Answer } | { ok: false; reason: NoAnswer };

const never = () => () => undefined;
const hasWebAuthn = () => typeof window.PublicKeyCredential === "function";
const loadWebAuthn = () => import("@simplewebauthn/browser");

/** Returns null until known. */
export function useWebAuthn(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, hasWebAuthn, () => null);
}

export function makePasskey(
  options: PublicKeyCredentialCreationOptionsJSON,
): Promise<Answered<RegistrationResponseJSON>> {
  return answered(({ startRegistration }) => startRegistration({ optionsJSON: options }));
}

/** Asks in a dialog or among the email field's suggestions. */
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
  // Browsers report a closed dialog, a timeout and a missing passkey alike.
  return name === "NotAllowedError" ? "cancelled" : "impossible";
}
