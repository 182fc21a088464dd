import { expect } from "@playwright/test";

export type Access = "anybody" | "person" | "reviewer" | "admin";

/** Access per page and route, by hand. A file of app/ without a line fails. */
export const declared: Record<string, Access> = {
  "/": "anybody",
  "/.well-known/change-password": "anybody",
  "/.well-known/passkey-endpoints": "anybody",
  "/api/auth/[...nextauth]": "anybody",
  "/compat/[[...route]]": "anybody",
  "/confirm-email-change": "anybody",
  "/confirm-request": "anybody",
  "/dashboard/[[...route]]": "anybody",
  "/dev/mailbox": "anybody",
  "/dev/mailbox/[id]": "anybody",
  "/docs": "anybody",
  "/docs/[api]": "anybody",
  "/forgot-password": "anybody",
  "/join": "anybody",
  "/keep-account": "anybody",
  "/keep-mfa": "anybody",
  "/login": "anybody",
  "/login/link": "anybody",
  "/login/mfa": "anybody",
  "/not-me": "anybody",
  "/request": "anybody",
  "/request-access": "anybody",
  "/reset-password": "anybody",
  "/session/refresh": "anybody",
  "/setup": "anybody",
  "/sign-in-here": "anybody",
  "/signup": "anybody",
  "/signup/sso": "anybody",
  "/undo-email-change": "anybody",
  "/verify-email": "anybody",
  "/account": "person",
  "/account/activity": "person",
  "/account/api-keys": "person",
  "/account/data": "person",
  "/account/profile": "person",
  "/account/projects": "person",
  "/account/security": "person",
  "/account/two-factor-setup": "person",
  "/account/team": "person",
  "/admin": "reviewer",
  "/admin/requests": "reviewer",
  "/admin/audit": "admin",
  "/admin/doctor": "admin",
  "/admin/mail": "admin",
  "/admin/mail/[id]": "admin",
  "/admin/mail/templates": "admin",
  "/admin/rules": "admin",
  "/admin/settings": "admin",
  "/admin/settings/templates": "admin",
  "/admin/tenants": "admin",
  "/admin/tenants/[id]": "admin",
  "/admin/users": "admin",
  "/admin/users/[id]": "admin",
  "/admin/webhooks": "admin",
  "/admin/webhooks/[id]": "admin",
};

const pageHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "permissions-policy": /camera=\(\)/,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export function expectHeaders(where: string, headers: Record<string, string>, isPage: boolean): void {
  for (const [name, value] of Object.entries(pageHeaders)) {
    if (value instanceof RegExp) expect(headers[name], `${where} ${name}`).toMatch(value);
    else expect(headers[name], `${where} ${name}`).toBe(value);
  }
  const policy = headers["content-security-policy"] ?? "";
  for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    if (isPage) expect(policy, where).toContain(part);
  }
  if (isPage) expect(policy, where).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
  expect(policy, where).not.toContain("unsafe-eval");
  expect(headers["x-powered-by"], where).toBeUndefined();
  expect(headers.server, where).toBeUndefined();
  expect(headers["access-control-allow-origin"], where).toBeUndefined();
}
