export const oidcName = "Acme ID";

export function oidcEnvironment(port: number): Record<string, string> {
  return {
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: "foyer",
    OIDC_CLIENT_SECRET: "a secret between the two of them",
    OIDC_NAME: oidcName,
  };
}
