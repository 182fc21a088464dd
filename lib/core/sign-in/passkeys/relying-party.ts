import type { CoreConfig } from "../../kernel/ports";

interface RelyingParty {
  name: string;
  /** The host that passkeys belong to (WebAuthn "RP ID"). Browsers know none for bare IP addresses. */
  id: string;
  /** The only origin whose ceremonies count. */
  origin: string;
}

/** Who this server is to authenticators. From APP_URL alone: what a request says of itself proves nothing. */
export function relyingParty({ appName, appUrl }: CoreConfig): RelyingParty {
  const { hostname, origin } = new URL(appUrl);
  return { name: appName, id: hostname, origin };
}
