import { getApp } from "@/lib/platform/context";

/** True for the provider that the operator trusts to have asked for a second factor (`OIDC_MFA=on`). */
export function isTrustedForMfa(provider: string): boolean {
  return provider === "oidc" && getApp().env.OIDC_MFA === "on";
}
