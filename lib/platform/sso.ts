import type { SsoProvider } from "@/lib/values/sso";
import type { Env } from "./env";

/** In the sign-in page's order. */
export function ssoProvidersOf(env: Env): SsoProvider[] {
  const providers: (SsoProvider & { isOn: boolean })[] = [
    { id: "google", name: "Google", isOn: env.GOOGLE_CLIENT_ID !== undefined },
    { id: "github", name: "GitHub", isOn: env.GITHUB_CLIENT_ID !== undefined },
    { id: "oidc", name: env.OIDC_NAME, isOn: env.OIDC_ISSUER !== undefined },
  ];
  return providers.filter(({ isOn }) => isOn).map(({ id, name }) => ({ id, name }));
}
