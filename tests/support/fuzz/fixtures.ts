import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { changeEmail } from "@/lib/core/accounts/email-change";
import { requestPasswordReset } from "@/lib/core/accounts/password";
import { resendVerificationEmail } from "@/lib/core/accounts/sign-up/registration-mail";
import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { createProject } from "@/lib/core/projects/projects";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logOut } from "@/lib/core/sessions/sessions";
import { logIn } from "@/lib/core/sign-in/log-in";
import { invite } from "@/lib/core/tenants/invitations";
import { sessionCookies } from "@/lib/values/session-cookies";
import { acceptableBodies } from "../acceptable-requests";
import {
  accessRequestInput,
  askForAccess,
  createApproval,
  createUser,
  emailOf,
  signIn,
  strangeToken,
  testPassword,
  totpCode,
} from "../factories";
import { expectOk } from "../outcomes";
import type { TestContext } from "../test-context";

export const credentials = [
  ...(["user", "user", "user", "user", "user", "user", "admin", "admin", "admin", "admin", "admin", "admin"] as const),
  ...([
    "nobody",
    "mfa user",
    "mfa user",
    "API key",
    "API key",
    "expired",
    "logged out",
    "garbage",
    "wrong API",
  ] as const),
  ...(["refresh", "two cookies"] as const),
] as const;
export type Credential = (typeof credentials)[number];

export interface Fixtures {
  /** Replaces each `@@name@@`. */
  fill(text: string): string;
  headersOf(credential: Credential, api: string): [string, string][];
}

const madeByApi = [
  "POST /dashboard/admin/access-rules",
  "POST /dashboard/admin/webhooks",
  "POST /dashboard/admin/reply-templates",
];

export async function createFixtures(test: TestContext, api: Hono): Promise<Fixtures> {
  const { app, clock, ctx } = test;
  const { accessName, refreshName } = sessionCookies(app.config.appUrl);
  const user = await createUser(test);
  const expired = (await signIn(test, user)).session;
  clock.advance({ minutes: 16 });
  const admin = await createUser(test, { isAdmin: true });
  const mfaUser = await createUser(test, { mfa: true });
  await ctx.db.instance.create({ data: { id: 1, firstAdminId: admin.id, setUpAt: clock.now() } });
  const [asUser, asAdmin, asMfaUser, left] = [
    await signIn(test, user),
    await signIn(test, admin),
    await signIn(test, mfaUser),
    await signIn(test, user),
  ];
  if (!asUser || !asAdmin || !asMfaUser || !left) throw new Error("Nobody is signed in");
  expectOk(await logOut(ctx, { refreshToken: left.session.refreshToken }, nativeAudience));
  // The code of the sign-in above is used up.
  clock.advance({ seconds: 60 });
  const tokens = new Map<string, string>();
  const programs = [
    ["user", user],
    ["admin", admin],
    ["mfa user", mfaUser],
  ] as const;
  for (const audience of ["balance", "panguard", "pandora", "quazzar"]) {
    // A TOTP step signs in once.
    clock.advance({ seconds: 30 });
    for (const [name, person] of programs) {
      tokens.set(`${name} ${audience}`, (await signIn(test, person, audience)).session.accessToken);
    }
  }
  const { session: pandora } = await signIn(test, admin, "pandora");
  const project = expectOk(await createProject(ctx, asUser.actor, { name: "Checkout" }));
  const key = expectOk(await createApiKey(ctx, asUser.actor, { name: "ci", projectIds: [project.id] }));
  const guest = accessRequestInput();
  await askForAccess(test, guest);
  const approval = await createApproval(test);
  const newcomer = await createUser(test, { isVerified: false });
  await resendVerificationEmail(ctx, { email: newcomer.email });
  await requestPasswordReset(ctx, { email: user.email });
  await test.runJobs();
  const moved = emailOf("moved@company.example");
  expectOk(await changeEmail(ctx, asUser.actor, { newEmail: moved, currentPassword: testPassword }));
  const invited = emailOf("invited@company.example");
  const invitation = expectOk(await invite(ctx, asUser.actor, { email: invited, role: "member" }));
  const half = expectOk(await logIn(ctx, { email: mfaUser.email, password: testPassword }, nativeAudience));
  const names: Record<string, string> = {
    password: testPassword,
    uuid: randomUUID(),
    strange: strangeToken(),
    email: user.email,
    adminEmail: admin.email,
    mfaEmail: mfaUser.email,
    applicantEmail: guest.email,
    userId: user.id,
    adminId: admin.id,
    tenantId: user.tenantId,
    projectId: project.id,
    keyId: key.id,
    publicId: key.prefix,
    invitationId: invitation.id,
    sessionId: asUser.session.sessionId,
    requestId: (await ctx.db.accessRequest.findFirstOrThrow({ where: { email: guest.email } })).id,
    approvedId: approval.request.id,
    mailId: (await ctx.db.mail.findFirstOrThrow()).id,
    approvalToken: approval.token,
    resetToken: await test.mails.lastToken(user.email, "password-reset"),
    verifyToken: await test.mails.lastToken(newcomer.email, "verify-email"),
    changeToken: await test.mails.lastToken(moved, "email-change-confirm"),
    invitationToken: await test.mails.lastToken(invited, "invitation"),
    mfaTicket: half.next === "mfa" ? half.mfaTicket : "",
    totp: await totpCode(test, mfaUser.totpSecret, 1),
    recoveryCode: mfaUser.recoveryCodes[0] ?? "",
    refresh: asUser.session.refreshToken,
    pandoraRefresh: pandora.refreshToken,
  };
  const adminCookie = `${accessName}=${asAdmin.session.accessToken}`;
  for (const named of madeByApi)
    names[named.split("/").at(-1) ?? ""] = await make(api, app.config.appUrl, named, adminCookie);
  const listed = await api.request(`${app.config.appUrl}/dashboard/admin/audit?limit=2`, {
    headers: { cookie: adminCookie },
  });
  names.cursor = /"nextCursor":"([^"]+)"/.exec(await listed.text())?.[1] ?? "none";

  const cookies: Record<Credential, string | undefined> = {
    nobody: undefined,
    user: `${accessName}=${asUser.session.accessToken}`,
    admin: adminCookie,
    "mfa user": `${accessName}=${asMfaUser.session.accessToken}`,
    "API key": undefined,
    expired: `${accessName}=${expired.accessToken}`,
    "logged out": `${accessName}=${left.session.accessToken}`,
    garbage: `${accessName}=a.b.c; ${refreshName}=x`,
    "wrong API": `${accessName}=${tokens.get("user quazzar")}`,
    refresh: `${refreshName}=${asUser.session.refreshToken}`,
    "two cookies": `${accessName}=${asUser.session.accessToken}; ${accessName}=${asAdmin.session.accessToken}`,
  };
  const bearer = (credential: Credential, name: string): string | undefined => {
    if (credential === "API key") return key.key;
    if (credential === "expired") return expired.accessToken;
    if (credential === "garbage") return "a.b.c";
    if (credential === "wrong API") return asUser.session.accessToken;
    return tokens.get(`${credential} ${name}`);
  };
  return {
    fill: (text) => text.replaceAll(/@@([\w-]+)@@/g, (_, name: string) => names[name] ?? "unknown"),
    headersOf(credential, name) {
      const cookie = name === "pacspace" ? cookies[credential] : undefined;
      if (cookie !== undefined)
        return [
          ["cookie", cookie],
          ["x-pacspace-csrf", "1"],
        ];
      const token = name === "pacspace" && credential !== "API key" ? undefined : bearer(credential, name);
      return token === undefined ? [] : [["authorization", `Bearer ${token}`]];
    },
  };
}

async function make(api: Hono, origin: string, named: string, cookie: string): Promise<string> {
  const path = named.replace("POST ", "");
  const headers = { cookie, "x-pacspace-csrf": "1", "content-type": "application/json" };
  const body = JSON.stringify(acceptableBodies[named]);
  const text = await (await api.request(`${origin}${path}`, { method: "POST", headers, body })).text();
  const id = /"id":"([0-9a-f-]{36})"/.exec(text)?.[1];
  if (!id) throw new Error(`${named} made nothing: ${text}`);
  return id;
}
