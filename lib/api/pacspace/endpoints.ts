import { accessRequestEndpoints } from "./access-requests";
import { accessRuleEndpoints } from "./access-rules";
import { accountEndpoints } from "./account";
import { alarmEndpoints } from "./alarms";
import { apiKeyEndpoints } from "./api-keys";
import { auditEndpoints } from "./audit";
import { doctorEndpoints } from "./doctor";
import { identityEndpoints } from "./identities";
import { loginEndpoints } from "./login";
import { mailEndpoints } from "./mails";
import { mfaEndpoints } from "./mfa";
import { ownDataEndpoints } from "./own-data";
import { passkeyLoginEndpoints } from "./passkey-login";
import { passkeyEndpoints } from "./passkeys";
import { passwordEndpoints } from "./password";
import { projectEndpoints } from "./projects";
import { replyTemplateEndpoints } from "./reply-templates";
import { sessionEndpoints } from "./sessions";
import { settingsEndpoints } from "./settings";
import { setupEndpoints } from "./setup";
import { signupEndpoints } from "./signup";
import { statsEndpoints } from "./stats";
import { ownPlanEndpoints, teamDomainEndpoints, teamEndpoints, teamInvitationEndpoints } from "./team";
import { teamJoinEndpoints } from "./team-joins";
import { tenantDomainEndpoints, tenantEndpoints } from "./tenants";
import { userEndpoints } from "./users";
import { webhookEndpoints } from "./webhooks";

export const authSurface = {
  base: "/dashboard/auth",
  title: "Foyer API for users",
  description: "Request access, sign in, and manage sessions, 2FA, account security and your organization.",
  routes: [
    ...signupEndpoints,
    ...loginEndpoints,
    ...passkeyLoginEndpoints,
    ...passwordEndpoints,
    ...accountEndpoints,
    ...mfaEndpoints,
    ...passkeyEndpoints,
    ...sessionEndpoints,
    ...alarmEndpoints,
    ...ownDataEndpoints,
    ...teamEndpoints,
    ...teamInvitationEndpoints,
    ...teamJoinEndpoints,
    ...teamDomainEndpoints,
    ...ownPlanEndpoints,
    ...identityEndpoints,
    ...projectEndpoints,
    ...apiKeyEndpoints,
    ...setupEndpoints,
  ],
};

export const adminSurface = {
  base: "/dashboard/admin",
  title: "Foyer API for admins",
  description: "Access requests, users, emails, webhooks and the audit log. For admins and reviewers.",
  routes: [
    ...accessRequestEndpoints,
    ...accessRuleEndpoints,
    ...settingsEndpoints,
    ...replyTemplateEndpoints,
    ...userEndpoints,
    ...tenantEndpoints,
    ...tenantDomainEndpoints,
    ...mailEndpoints,
    ...webhookEndpoints,
    ...doctorEndpoints,
    ...auditEndpoints,
    ...statsEndpoints,
  ],
};
