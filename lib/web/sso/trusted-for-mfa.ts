import { getApp } from "@/lib/platform/context";

/** Requires `OIDC_MFA=on`. */
export function isTrustedForMfa(provider: string): boolean {
  return provider === "oidc" && getApp().env.OIDC_MFA === "on";
}
