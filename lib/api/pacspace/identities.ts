import { disconnectIdentity, listIdentities } from "@/lib/core/sign-in/sso/identities";
import { del, get } from "./routes";

export const identityEndpoints = [
  get("/identities", listIdentities, "List connected accounts", {
    description: "Accounts at other providers that can sign in to this account. Connect one in the browser.",
  }),
  del("/identities/{id}", disconnectIdentity, "Disconnect a connected account", {
    description: "Requires recent re-authentication. You can't disconnect your only way to sign in.",
    message: "Account disconnected.",
  }),
];
