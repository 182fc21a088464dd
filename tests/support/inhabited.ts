import { createApiKey } from "@/lib/core/api-keys/api-keys";
import { createProject } from "@/lib/core/projects/projects";
import { type Audience, nativeAudience } from "@/lib/core/sessions/audiences";
import { logOut } from "@/lib/core/sessions/sessions";
import { logIn } from "@/lib/core/sign-in/log-in";
import { createWebhook } from "@/lib/core/webhooks/webhooks";
import { createAccessRequest, createUser, signIn, signInAdmin, type TestUser, uniqueEmail } from "./factories";
import { expectOk } from "./outcomes";
import { ownedBy } from "./pandora";
import { addPasskey } from "./passkeys";
import { SoftAuthenticator } from "./soft-authenticator";
import { addMember, asPerson, inviteTo } from "./team";
import { type TestContext, testContext } from "./test-context";

export type Credential = { cookie?: string; authorization?: string };

export interface Inhabited {
  test: TestContext;
  owner: TestUser;
  project: string;
  /** By the path up to `{id}`. */
  ids: Record<string, string>;
  nobodies: Record<string, Credential>;
  owns: Credential;
  member: Credential;
  stranger: Credential;
  reviewer: Credential;
  admin: Credential;
  /** Last verified more than ten minutes ago. */
  staleAdmin: Credential;
  staleOwner: Credential;
  key: Credential;
  tokens: Tokens;
  strangerTokens: Tokens;
  /** Of a sign-in two days ago. */
  early: Tokens;
  spent: Record<string, string>;
}

type Tokens = Record<Audience, string>;

const cookie = (value: string, name = "foyer_access"): Credential => ({ cookie: `${name}=${value}` });
export const bearer = (token: string): Credential => ({ authorization: `Bearer ${token}` });

/** Every kind of user, resource and invalid credential, once. */
export async function inhabited(): Promise<Inhabited> {
  const test = await testContext();
  const { ctx } = test;
  const mfa = await createUser(test, { mfa: true });
  const early = await signedInEverywhere(test, await createUser(test));
  test.clock.advance({ days: 2 });
  const owner = await createUser(test, { name: "Olive Owner" });
  const admin = await createUser(test, { name: "Ada Min", email: uniqueEmail("admin"), isAdmin: true });
  test.clock.advance({ minutes: 16 });
  const staleAdmin = await signIn(test, admin);
  const staleOwner = await signIn(test, owner);
  test.clock.advance({ minutes: 11 });

  const person = await asPerson(test, owner);
  const member = await addMember(test, person, "member");
  const elsewhere = await createUser(test, { name: "Sam Stranger", organization: "Elsewhere" });
  const stranger = await signIn(test, elsewhere);
  const reviewing = await createUser(test, { email: uniqueEmail("reviewer") });
  await ctx.db.user.update({ where: { id: reviewing.id }, data: { isReviewer: true } });
  const reviewer = await signIn(test, reviewing);
  const ended = await signIn(test, await createUser(test));
  await logOut(ctx, ended.session, nativeAudience);
  const gone = await createUser(test);
  const deactivated = await signIn(test, gone);
  await ctx.db.user.update({ where: { id: gone.id }, data: { deactivatedAt: ctx.clock.now() } });
  const half = expectOk(await logIn(ctx, { email: mfa.email, password: mfa.password }, nativeAudience));
  if (half.next === "session") throw new Error("Signing in asked for no second factor");
  const ticket = half.mfaTicket;

  const actor = await person.fresh();
  const project = expectOk(await createProject(ctx, actor, { name: "Checkout" }));
  const { key, id: keyId } = expectOk(await createApiKey(ctx, actor, { name: "ci", projectIds: [project.id] }));
  const tokens = await signedInEverywhere(test, owner);
  const others = Object.entries(tokens).filter(([audience]) => audience !== nativeAudience);
  const [header, payload] = tokens.pacspace.split(".");
  const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
  await ownedBy(test, owner.id);

  return {
    test,
    owner,
    project: project.id,
    ids: { ...(await thingsOf(test, owner, person)), ...idsOf(project.id, keyId) },
    nobodies: {
      "nobody at all": {},
      "a made-up session": cookie("made-up"),
      "a forged session": cookie(`${header}.${payload}.${"A".repeat(43)}`),
      "an unsigned session": cookie(`${unsigned}.${payload}.`),
      "a session planted beside the real one": { cookie: `foyer_access=planted; foyer_access=${tokens.pacspace}` },
      "an expired session": cookie(early.pacspace),
      "an ended session": cookie(ended.session.accessToken),
      "a deactivated account": cookie(deactivated.session.accessToken),
      "a refresh token as a session": cookie(person.session.refreshToken),
      "an MFA ticket as a bearer token": bearer(ticket),
      "an MFA ticket as a session": cookie(ticket),
      "an API key as a cookie": cookie(key),
      ...Object.fromEntries(others.map(([audience, token]) => [`a token of ${audience}`, bearer(token)])),
    },
    owns: cookie(person.session.accessToken),
    member: cookie(member.session.accessToken),
    stranger: cookie(stranger.session.accessToken),
    reviewer: cookie(reviewer.session.accessToken),
    admin: cookie((await signIn(test, admin)).session.accessToken),
    staleAdmin: cookie(staleAdmin.session.accessToken),
    staleOwner: cookie(staleOwner.session.accessToken),
    key: bearer(key),
    tokens,
    strangerTokens: await signedInEverywhere(test, elsewhere),
    spent: {
      "an MFA ticket": ticket,
      "a refresh token": person.session.refreshToken,
      nonsense: "made-up",
      nothing: "",
    },
    early,
  };
}

async function signedInEverywhere(test: TestContext, user: TestUser): Promise<Tokens> {
  const token = async (audience: Audience) => (await signIn(test, user, audience)).session.accessToken;
  return {
    pacspace: await token("pacspace"),
    balance: await token("balance"),
    panguard: await token("panguard"),
    pandora: await token("pandora"),
    quazzar: await token("quazzar"),
  };
}

function idsOf(project: string, key: string): Record<string, string> {
  return {
    "/dashboard/auth/projects/": project,
    "/compat/quazzar/projects/": project,
    "/dashboard/auth/api-keys/": key,
    "/dashboard/admin/users/api-keys/": key,
  };
}

async function thingsOf(
  test: TestContext,
  owner: TestUser,
  person: Awaited<ReturnType<typeof asPerson>>,
): Promise<Record<string, string>> {
  const { db } = test.ctx;
  const admin = await signInAdmin(test);
  const passkey = await addPasskey(test, await person.fresh(), new SoftAuthenticator());
  const identity = await db.externalIdentity.create({
    data: { userId: owner.id, provider: "oidc", subject: "olive", email: owner.email },
  });
  const invitation = await inviteTo(test, person, uniqueEmail("invited"));
  const request = await createAccessRequest(test);
  const asking = await createAccessRequest(test);
  await db.accessRequest.update({
    where: { id: asking.id },
    data: { joinTenantId: owner.tenantId, joinRole: "MEMBER", joinAskedAt: test.clock.now() },
  });
  const domain = await db.tenantDomain.create({
    data: { tenantId: owner.tenantId, domain: "green-field.example", token: "token" },
  });
  const webhook = expectOk(
    await createWebhook(test.ctx, admin, { url: "http://127.0.0.1:9/", description: "", events: ["*"] }),
  );
  const delivery = await db.webhookDelivery.create({
    data: { webhookId: webhook.id, eventId: request.id, event: "user.verified", payload: {}, state: "DELIVERED" },
  });
  const mail = await db.mail.findFirstOrThrow();
  const template = await db.replyTemplate.create({ data: { kind: "QUESTION", title: "How much", text: "How much?" } });
  const rule = await db.accessRule.create({
    data: { name: "Partners", subject: "LIST", effect: "HOLD", position: 1, patterns: ["acme.example"] },
  });
  return {
    "/dashboard/auth/passkeys/": passkey.id,
    "/dashboard/auth/identities/": identity.id,
    "/dashboard/auth/sessions/": person.session.sessionId,
    "/dashboard/admin/users/sessions/": person.session.sessionId,
    "/compat/pandora/api/auth/sessions/": person.session.sessionId,
    "/dashboard/auth/team/members/": owner.id,
    "/dashboard/auth/team/invitations/": invitation.id,
    "/dashboard/auth/team/join-requests/": asking.id,
    "/dashboard/auth/team/domains/": domain.id,
    "/dashboard/admin/tenant-domains/": domain.id,
    "/dashboard/admin/access-requests/": request.id,
    "/dashboard/admin/reply-templates/": template.id,
    "/dashboard/admin/access-rules/": rule.id,
    "/dashboard/admin/users/": owner.id,
    "/dashboard/admin/tenants/": owner.tenantId,
    "/dashboard/admin/mails/": mail.id,
    "/dashboard/admin/webhooks/": webhook.id,
    "/dashboard/admin/webhook-deliveries/": delivery.id,
  };
}

/** A digest per table, without counters of attempts and times of last use. */
export async function digests({ database: { pool } }: TestContext): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'rate_limits', 'audit_checkpoints')`);
  const all = await Promise.all(
    rows.map(async ({ name }) => {
      const row = `to_jsonb(t) - 'last_seen_at' - 'last_used_at' - 'last_used_ip'`;
      const { rows: found } = await pool.query<{ digest: string }>(
        `SELECT md5(coalesce(string_agg((${row})::text, ',' ORDER BY (${row})::text), '')) AS digest FROM "${name}" t`,
      );
      return [name, found[0]?.digest ?? ""] as const;
    }),
  );
  return Object.fromEntries(all.sort(([one], [other]) => one.localeCompare(other)));
}
