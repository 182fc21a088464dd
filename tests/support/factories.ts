import { randomUUID } from "node:crypto";
import { generate } from "otplib";
import { findOwnRequest } from "@/lib/core/access-requests/applicant";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { chooseVersion, confirmRequest, inspectConfirmation } from "@/lib/core/access-requests/confirm";
import { requestAccess } from "@/lib/core/access-requests/submit";
import { type AdminActor, requireAdmin, type UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { type InstanceSettings, toSettingsRow } from "@/lib/core/settings/get-settings";
import { logIn } from "@/lib/core/sign-in/log-in";
import { newRecoveryCodes, storeRecoveryCodes } from "@/lib/core/sign-in/mfa/recovery-codes";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/sign-in/mfa/totp";
import { canonicalEmail, type Email } from "@/lib/values/email";
import type { RegisterInput, RequestAccessInput } from "@/lib/values/forms";
import { expectOk } from "./outcomes";
import type { TestContext } from "./test-context";

export const testPassword = "correct horse battery";

export interface TestUser {
  id: string;
  tenantId: string;
  email: Email;
  name: string;
  password: string;
  /** Empty without `mfa`. */
  totpSecret: string;
  recoveryCodes: string[];
}

let sequence = 0;

export function uniqueEmail(name = "person"): Email {
  sequence += 1;
  return emailOf(`${name}-${sequence}@company-${sequence}.example`);
}

export function emailOf(typed: string): Email {
  const email = canonicalEmail(typed);
  if (!email) throw new Error(`${typed} is not an address`);
  return email;
}

interface UserOptions {
  email?: Email;
  name?: string;
  password?: string;
  organization?: string;
  isAdmin?: boolean;
  isVerified?: boolean;
  isDeactivated?: boolean;
  mfa?: boolean;
}

export async function createUser(test: TestContext, options: UserOptions = {}): Promise<TestUser> {
  const { ctx } = test;
  const now = ctx.clock.now();
  const { email = uniqueEmail(), name = "Jo Doe", password = testPassword, isAdmin = false } = options;
  const row = await ctx.db.user.create({
    data: {
      email,
      name,
      isAdmin,
      passwordHash: await ctx.hasher.hash(password),
      passwordChangedAt: now,
      emailVerifiedAt: options.isVerified === false ? null : now,
      deactivatedAt: options.isDeactivated ? now : null,
      createdAt: now,
      tenant: {
        create: { name: options.organization ?? "Blue Harbour", buyerMode: "DIRECT_INFERENCE_VENDOR", createdAt: now },
      },
    },
  });
  const mfa = options.mfa ? await turnOnMfa(ctx, row.id) : { totpSecret: "", recoveryCodes: [] };
  return { id: row.id, tenantId: row.tenantId, email, name, password, ...mfa };
}

export async function turnOnMfa(ctx: CoreContext, userId: string) {
  const totpSecret = newTotpSecret();
  const { codes, hashes } = newRecoveryCodes();
  const sealedSecret = sealTotpSecret(ctx, userId, totpSecret);
  await ctx.db.totpCredential.create({ data: { userId, sealedSecret, lastStep: 0, enabledAt: ctx.clock.now() } });
  await ctx.db.$transaction((tx) => storeRecoveryCodes(tx, userId, hashes, ctx.clock.now()));
  return { totpSecret, recoveryCodes: codes };
}

/** The code at `stepsFromNow` time steps of 30 s. */
export function totpCode(test: TestContext, secret: string, stepsFromNow = 0): Promise<string> {
  const epoch = Math.floor(test.clock.now().getTime() / 1000) + stepsFromNow * 30;
  return generate({ secret, epoch });
}

export interface SignedIn {
  actor: UserActor;
  session: IssuedSession;
}

/** Signs in through the core. Uses up the current TOTP code where MFA is on. */
export async function signIn(test: TestContext, user: TestUser, audience: string = nativeAudience): Promise<SignedIn> {
  const code = user.totpSecret ? { code: await totpCode(test, user.totpSecret) } : {};
  const outcome = expectOk(await logIn(test.ctx, { email: user.email, password: user.password, ...code }, audience));
  if (outcome.next !== "session") throw new Error("Signing in asked for a second factor");
  return { session: outcome.session, actor: await actorOf(test, outcome.session, audience) };
}

export function renewedIn({ session }: { session: IssuedSession | null }): IssuedSession {
  if (!session) throw new Error("The session was not renewed");
  return session;
}

export async function actorOf(
  test: TestContext,
  session: IssuedSession,
  audience: string = nativeAudience,
): Promise<UserActor> {
  const actor = await resolveSession(test.ctx, session.accessToken, audience);
  if (!actor) throw new Error("The session is not alive");
  return actor;
}

export async function signInAdmin(test: TestContext, options: UserOptions = {}): Promise<AdminActor> {
  const admin = await createUser(test, { name: "Ada Min", email: uniqueEmail("admin"), ...options, isAdmin: true });
  return expectOk(requireAdmin((await signIn(test, admin)).actor));
}

export function accessRequestInput(input: Partial<RequestAccessInput> = {}): RequestAccessInput {
  return {
    email: uniqueEmail("applicant"),
    name: "Jane Applicant",
    organization: "Green Field",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    useCase: "We route customer questions to models.",
    ...input,
  };
}

export function registerInput(input: Partial<RegisterInput> = {}): RegisterInput {
  return {
    email: uniqueEmail("newcomer"),
    name: "Jane Applicant",
    organization: "Green Field",
    password: testPassword,
    ...input,
  };
}

/** Submits a request and runs its recording job, not the access rules. */
export async function askForAccess(test: TestContext, input: RequestAccessInput): Promise<void> {
  expectOk(await requestAccess(test.ctx, input));
  await test.runJobs("record-access-request");
}

export async function createAccessRequest(test: TestContext, input: Partial<RequestAccessInput> = {}) {
  const asked = accessRequestInput(input);
  await askForAccess(test, asked);
  return test.ctx.db.accessRequest.findFirstOrThrow({
    where: { email: asked.email },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
}

export async function replaceAccessRequest(test: TestContext, email: string, input: Partial<RequestAccessInput>) {
  const { id } = await createAccessRequest(test, { ...input, email: emailOf(email) });
  const token = await test.mails.lastToken(email, "access-requested");
  const shown = await findOwnRequest(test.ctx, token);
  const newest = shown.state === "unknown" ? undefined : shown.versions?.at(-1);
  expectOk(await chooseVersion(test.ctx, { token, versionId: newest?.id ?? "" }));
  return test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
}

/** Confirms the version that the email is about. */
export async function confirmShown(test: TestContext, token: string) {
  const { versions } = await inspectConfirmation(test.ctx, token);
  return confirmRequest(test.ctx, { token, versionId: versions[0]?.id });
}

export async function createApproval(test: TestContext, input: Partial<RequestAccessInput> = {}) {
  const request = await createAccessRequest(test, input);
  const admin = await signInAdmin(test);
  expectOk(await approveAccessRequest(test.ctx, admin, { id: request.id }));
  return {
    request,
    admin,
    email: emailOf(request.email),
    token: await test.mails.lastToken(request.email, "access-approved"),
  };
}

/** A well-formed token that was never issued. */
export function strangeToken(): string {
  return Buffer.from(randomUUID() + randomUUID())
    .toString("base64url")
    .slice(0, 43);
}

export async function changeSettings(test: TestContext, settings: Partial<InstanceSettings>): Promise<void> {
  const row = toSettingsRow(settings, test.clock.now());
  await test.ctx.db.settings.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
}
