import { accessRequestDecisionEndpoints } from "./access-request-decisions";
import { accessRequestEndpoints } from "./access-requests";
import { accountEndpoints } from "./account";
import type { Endpoint } from "./endpoint";
import { identityEndpoints } from "./identities";
import { loginEndpoints } from "./login";
import { mfaEndpoints } from "./mfa";
import { passwordEndpoints } from "./password";
import { sessionEndpoints } from "./sessions";
import { setupEndpoints } from "./setup";
import { signupEndpoints } from "./signup";

/** One base path with its endpoints and its own OpenAPI document. */
export interface Surface {
  base: string;
  title: string;
  description: string;
  endpoints: Endpoint[];
}

export const authSurface: Surface = {
  base: "/dashboard/auth",
  title: "Dashboard authentication",
  description: "Request access, sign in, manage sessions, MFA and the account's security.",
  endpoints: [
    ...signupEndpoints,
    ...loginEndpoints,
    ...passwordEndpoints,
    ...accountEndpoints,
    ...mfaEndpoints,
    ...sessionEndpoints,
    ...identityEndpoints,
    ...setupEndpoints,
  ],
};

export const adminSurface: Surface = {
  base: "/dashboard/admin",
  title: "Dashboard administration",
  description: "The queue of requests for access. For admins only.",
  endpoints: [...accessRequestEndpoints, ...accessRequestDecisionEndpoints],
};

export const surfaces = [authSurface, adminSurface];
