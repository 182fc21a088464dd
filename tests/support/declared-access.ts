/**
 * The access matrix, by hand: access, step-up (`fresh`), request, and the owner of `{id}`.
 * authorization.contract.test.ts compares it with the code, the routes and the OpenAPI documents.
 */
export type Access = "anybody" | "person" | "person-or-key" | "reviewer" | "admin";
export type Whose = "own" | "tenant" | "instance" | "nobody";

export interface Declared {
  name: string;
  access: Access;
  isFresh: boolean;
  whose: Whose;
}

const native = `
anybody       POST   /dashboard/auth/request-access
anybody       POST   /dashboard/auth/register
anybody       GET    /dashboard/auth/verify
anybody       POST   /dashboard/auth/resend-verification-email
anybody       POST   /dashboard/auth/login
anybody       POST   /dashboard/auth/login/mfa-verify
anybody       POST   /dashboard/auth/login/passkey-options
anybody       POST   /dashboard/auth/login/passkey
anybody       POST   /dashboard/auth/login/mfa-passkey-options
anybody       POST   /dashboard/auth/login/mfa-passkey
anybody       POST   /dashboard/auth/refresh-token
anybody       POST   /dashboard/auth/logout
anybody       POST   /dashboard/auth/request-password-reset
anybody       POST   /dashboard/auth/reset-password
anybody       GET    /dashboard/auth/verify-email-change
anybody       POST   /dashboard/auth/not-me
anybody       POST   /dashboard/auth/mfa/keep-by-link
anybody       POST   /dashboard/auth/account/keep-by-link
anybody       POST   /dashboard/auth/team/register
anybody       GET    /dashboard/auth/status
anybody       POST   /dashboard/auth/setup
person fresh  POST   /dashboard/auth/change-password
person-or-key GET    /dashboard/auth/profile
person        PATCH  /dashboard/auth/profile
person        PATCH  /dashboard/auth/preferences
person        POST   /dashboard/auth/change-email
person fresh  POST   /dashboard/auth/mfa/setup
person        POST   /dashboard/auth/mfa/enable
person fresh  POST   /dashboard/auth/mfa/disable
person        GET    /dashboard/auth/mfa/status
person fresh  POST   /dashboard/auth/mfa/recovery-codes
person fresh  DELETE /dashboard/auth/mfa/reset
person        GET    /dashboard/auth/passkeys
person fresh  POST   /dashboard/auth/passkeys/registration-options
person fresh  POST   /dashboard/auth/passkeys
person        PATCH  /dashboard/auth/passkeys/{id} own
person fresh  DELETE /dashboard/auth/passkeys/{id} own
person        POST   /dashboard/auth/step-up
person        POST   /dashboard/auth/step-up/passkey-options
person        POST   /dashboard/auth/step-up/passkey
person        GET    /dashboard/auth/sessions
person fresh  DELETE /dashboard/auth/sessions/{id} own
person fresh  DELETE /dashboard/auth/sessions
person fresh  POST   /dashboard/auth/logout-everywhere
person        GET    /dashboard/auth/activity
person fresh  GET    /dashboard/auth/export
person fresh  DELETE /dashboard/auth/account
person fresh  POST   /dashboard/auth/account/keep
person        GET    /dashboard/auth/team
person fresh  PATCH  /dashboard/auth/team
person        GET    /dashboard/auth/team/two-factor
person fresh  PATCH  /dashboard/auth/team/two-factor
person fresh  PATCH  /dashboard/auth/team/members/{id} tenant
person fresh  DELETE /dashboard/auth/team/members/{id} tenant
person fresh  POST   /dashboard/auth/team/leave
person fresh  POST   /dashboard/auth/team/transfer-ownership
person fresh  POST   /dashboard/auth/team/invitations
person fresh  POST   /dashboard/auth/team/invitations/{id}/resend tenant
person        DELETE /dashboard/auth/team/invitations/{id} tenant
person        GET    /dashboard/auth/team/join-requests
person fresh  POST   /dashboard/auth/team/join-requests/{id}/confirm tenant
person        POST   /dashboard/auth/team/join-requests/{id}/decline tenant
person        GET    /dashboard/auth/team/domains
person fresh  POST   /dashboard/auth/team/domains
person fresh  POST   /dashboard/auth/team/domains/{id}/verify tenant
person fresh  DELETE /dashboard/auth/team/domains/{id} tenant
person        POST   /dashboard/auth/team/join
person        GET    /dashboard/auth/team/plan
person        GET    /dashboard/auth/identities
person fresh  DELETE /dashboard/auth/identities/{id} own
person-or-key GET    /dashboard/auth/projects
person-or-key GET    /dashboard/auth/projects/{id} tenant
person-or-key POST   /dashboard/auth/projects
person-or-key PATCH  /dashboard/auth/projects/{id} tenant
person-or-key POST   /dashboard/auth/projects/{id}/archive tenant
person-or-key POST   /dashboard/auth/projects/{id}/restore tenant
person fresh  DELETE /dashboard/auth/projects/{id} tenant
person        GET    /dashboard/auth/api-keys
person fresh  POST   /dashboard/auth/api-keys
person fresh  POST   /dashboard/auth/api-keys/revoke-all
person fresh  DELETE /dashboard/auth/api-keys/{id} own
person fresh  POST   /dashboard/auth/api-keys/{id}/rotate own
reviewer fresh GET    /dashboard/admin/access-requests/export
reviewer       GET    /dashboard/admin/access-requests
reviewer       GET    /dashboard/admin/access-requests/{id} instance
reviewer fresh POST   /dashboard/admin/access-requests/{id}/approve instance
reviewer       POST   /dashboard/admin/access-requests/{id}/reject instance
reviewer       POST   /dashboard/admin/access-requests/{id}/undo instance
reviewer       POST   /dashboard/admin/access-requests/{id}/reopen instance
reviewer       POST   /dashboard/admin/access-requests/{id}/resend instance
reviewer       POST   /dashboard/admin/access-requests/{id}/revoke instance
reviewer       POST   /dashboard/admin/access-requests/{id}/note instance
reviewer       POST   /dashboard/admin/access-requests/{id}/snooze instance
reviewer       POST   /dashboard/admin/access-requests/{id}/wake instance
reviewer       POST   /dashboard/admin/access-requests/{id}/assign instance
reviewer       POST   /dashboard/admin/access-requests/{id}/duplicate instance
reviewer       POST   /dashboard/admin/access-requests/{id}/presence instance
reviewer       POST   /dashboard/admin/access-requests/{id}/ask instance
reviewer       POST   /dashboard/admin/access-requests/{id}/extend instance
reviewer fresh POST   /dashboard/admin/access-requests/{id}/link instance
reviewer fresh POST   /dashboard/admin/access-requests/{id}/block instance
admin fresh    POST   /dashboard/admin/access-requests/{id}/erase instance
reviewer fresh POST   /dashboard/admin/access-requests/bulk
reviewer       POST   /dashboard/admin/access-requests/bulk/preview
reviewer       GET    /dashboard/admin/reviewers
reviewer       GET    /dashboard/admin/notices
reviewer       PATCH  /dashboard/admin/notices
reviewer       GET    /dashboard/admin/reply-templates
admin fresh    POST   /dashboard/admin/reply-templates
admin fresh    PATCH  /dashboard/admin/reply-templates/{id} instance
admin fresh    DELETE /dashboard/admin/reply-templates/{id} instance
admin          GET    /dashboard/admin/access-rules
admin fresh    POST   /dashboard/admin/access-rules
admin fresh    PATCH  /dashboard/admin/access-rules/{id} instance
admin fresh    DELETE /dashboard/admin/access-rules/{id} instance
admin fresh    POST   /dashboard/admin/access-rules/reorder
admin          POST   /dashboard/admin/access-rules/dry-run
admin          GET    /dashboard/admin/settings
admin fresh    PATCH  /dashboard/admin/settings
admin          GET    /dashboard/admin/users
admin          GET    /dashboard/admin/users/{id} instance
admin fresh    POST   /dashboard/admin/users/{id}/reset-mfa instance
admin fresh    DELETE /dashboard/admin/users/{id}/reset-mfa instance
admin fresh    POST   /dashboard/admin/users/{id}/deactivate instance
admin fresh    POST   /dashboard/admin/users/{id}/reactivate instance
admin fresh    POST   /dashboard/admin/users/{id}/role instance
admin          POST   /dashboard/admin/users/{id}/resend-verification instance
admin          GET    /dashboard/admin/users/{id}/sessions instance
admin fresh    DELETE /dashboard/admin/users/{id}/sessions instance
admin fresh    DELETE /dashboard/admin/users/sessions/{id} instance
admin          GET    /dashboard/admin/users/{id}/api-keys instance
admin fresh    DELETE /dashboard/admin/users/api-keys/{id} instance
admin          GET    /dashboard/admin/users/{id}/activity instance
admin          GET    /dashboard/admin/tenants
admin          GET    /dashboard/admin/tenants/{id} instance
admin fresh    PATCH  /dashboard/admin/tenants/{id} instance
admin          GET    /dashboard/admin/mails
admin          GET    /dashboard/admin/mails/{id} instance
admin          POST   /dashboard/admin/mails/{id}/retry instance
admin          POST   /dashboard/admin/mails/{id}/cancel instance
admin          POST   /dashboard/admin/mails/test
admin fresh    POST   /dashboard/admin/tenant-domains/{id}/verify instance
admin          GET    /dashboard/admin/webhooks
admin          GET    /dashboard/admin/webhooks/{id} instance
admin fresh    POST   /dashboard/admin/webhooks
admin fresh    PATCH  /dashboard/admin/webhooks/{id} instance
admin fresh    POST   /dashboard/admin/webhooks/{id}/rotate-secret instance
admin fresh    DELETE /dashboard/admin/webhooks/{id} instance
admin          GET    /dashboard/admin/webhooks/{id}/deliveries instance
admin          POST   /dashboard/admin/webhooks/{id}/test instance
admin          POST   /dashboard/admin/webhooks/{id}/replay-failed instance
admin          GET    /dashboard/admin/webhook-deliveries/{id} instance
admin          POST   /dashboard/admin/webhook-deliveries/{id}/replay instance
admin          GET    /dashboard/admin/doctor
admin          GET    /dashboard/admin/audit
admin fresh    GET    /dashboard/admin/audit/export
admin          GET    /dashboard/admin/stats
`;

const bearer = `
anybody       POST   /compat/balance/dashboard/auth/register
anybody       GET    /compat/balance/dashboard/auth/verify
anybody       POST   /compat/balance/dashboard/auth/resend-verification-email
anybody       POST   /compat/balance/dashboard/auth/login
person        GET    /compat/balance/dashboard/auth/profile
anybody       POST   /compat/balance/dashboard/auth/request-password-reset
anybody       POST   /compat/balance/dashboard/auth/reset-password
person fresh  POST   /compat/balance/dashboard/auth/change-password
anybody       POST   /compat/panguard/api/auth/register
anybody       POST   /compat/panguard/api/auth/login
person        POST   /compat/panguard/api/auth/logout
person        GET    /compat/panguard/api/auth/me
anybody       POST   /compat/panguard/api/auth/forgot-password
anybody       POST   /compat/panguard/api/auth/reset-password
person fresh  POST   /compat/panguard/api/auth/totp/setup
person        POST   /compat/panguard/api/auth/totp/verify
person fresh  POST   /compat/panguard/api/auth/totp/disable
person        GET    /compat/panguard/api/auth/totp/status
anybody       GET    /compat/pandora
anybody       POST   /compat/pandora/api/auth/setup
anybody       POST   /compat/pandora/api/auth/login
anybody       POST   /compat/pandora/api/auth/refresh
person        POST   /compat/pandora/api/auth/logout
person fresh  POST   /compat/pandora/api/auth/change-password
person        GET    /compat/pandora/api/auth/sessions
person        DELETE /compat/pandora/api/auth/sessions/{id} own
person        DELETE /compat/pandora/api/auth/sessions
anybody       POST   /compat/quazzar/auth/login
anybody       POST   /compat/quazzar/auth/register
person        POST   /compat/quazzar/auth/logout
person fresh  POST   /compat/quazzar/auth/totp/provision
person        POST   /compat/quazzar/auth/totp/verify
person fresh  DELETE /compat/quazzar/auth/totp
anybody       POST   /compat/quazzar/auth/password-reset/request
anybody       POST   /compat/quazzar/auth/password-reset/confirm
person-or-key GET    /compat/quazzar/users/me
person        PATCH  /compat/quazzar/users/me
person-or-key GET    /compat/quazzar/projects
person-or-key GET    /compat/quazzar/projects/{id} tenant
person-or-key POST   /compat/quazzar/projects
person-or-key PATCH  /compat/quazzar/projects/{id} tenant
person-or-key DELETE /compat/quazzar/projects/{id} tenant
`;

function read(table: string): Declared[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [, access, fresh, method, path, whose] =
        /^(\S+)( fresh)? +([A-Z]+) +(\S+)(?: (own|tenant|instance))?$/.exec(line) ?? [];
      if (!access) throw new Error(`Unreadable: ${line}`);
      const name = `${method} ${path}`;
      return { name, access: access as Access, isFresh: fresh !== undefined, whose: (whose as Whose) ?? "nobody" };
    });
}

export const declaredNative = read(native);
export const declaredBearer = read(bearer);
