import { canonicalEmail, type Email } from "@/lib/values/email";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { clockLeewaySeconds, secondsAfter } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { renewSession } from "../../sessions/end-sessions";
import { type IssuedSession, startSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { type AccountForLogin, findAccount } from "../find-account";
import { maySignUp } from "./find-open-approval";
import { linkIdentity, markIdentityUsed, providerName } from "./identity";
import { readIntent } from "./intent";
import { type ArrivedIdentity, openSsoLoginTicket, openSsoTicket } from "./sso-ticket";

/** The provider's verified answer. */
export interface Arrival {
  provider: string;
  /** Of an OpenID Connect issuer. Else empty. */
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  /** `auth_time`. Null: not given. */
  authTime: Date | null;
  name: string;
  /** True if a trusted issuer asked for a second factor. */
  isMfa: boolean;
  /** Null: no session. */
  actor: UserActor | null;
  intent: string | null;
}

export type ArrivalOutcome =
  | { next: "session"; session: IssuedSession }
  | { next: "mfa"; ticket: string }
  | { next: "link"; ticket: string }
  | { next: "sign-up"; ticket: string }
  | { next: "connected" }
  | { next: "proven"; session: IssuedSession };

export type ArrivalRefusal =
  | "sso_refused"
  | "sso_not_fresh"
  | "identity_taken"
  | "email_not_verified"
  | "account_deactivated";

const subjectCharactersMax = 255;
const nameCharactersMax = 100;

/**
 * An intent connects the identity, or steps up after a newer sign-in at the provider. An unknown identity with a
 * verified email leads to its account or an approved sign-up.
 */
export async function arrive(
  ctx: CoreContext,
  arrival: Arrival,
  audience: string,
): Promise<Result<ArrivalOutcome, ArrivalRefusal>> {
  const { provider, issuer, subject, actor } = arrival;
  if (subject === "" || subject.length > subjectCharactersMax) return err("sso_refused");
  const verifiedEmail = arrival.emailVerified && arrival.email ? canonicalEmail(arrival.email) : null;
  const identity: ArrivedIdentity = {
    provider,
    issuer,
    subject,
    email: verifiedEmail ?? (arrival.email ? (canonicalEmail(arrival.email) ?? "") : ""),
    name: plainName(arrival.name),
    isMfa: arrival.isMfa,
  };
  const intent = readIntent(ctx, actor, provider, arrival.intent);
  if (actor && intent?.act === "connect") return connectIdentity(ctx, actor, identity);
  if (actor && intent?.act === "prove") {
    const wasAsked =
      arrival.authTime !== null && arrival.authTime >= secondsAfter(intent.declaredAt, -clockLeewaySeconds);
    return wasAsked ? proveWithIdentity(ctx, actor, identity) : err("sso_not_fresh");
  }

  const known = await ctx.db.externalIdentity.findUnique({
    where: { provider_issuer_subject: { provider, issuer, subject } },
  });
  const owner = known ? await findAccount(ctx, { id: known.userId }) : null;
  if (owner) {
    const closed = await checkActive(ctx, owner);
    return closed.ok ? signInWithIdentity(ctx, owner, identity, audience) : closed;
  }
  return verifiedEmail ? findNextStep(ctx, identity, verifiedEmail) : err("sso_refused");
}

async function findNextStep(
  ctx: CoreContext,
  identity: ArrivedIdentity,
  email: Email,
): Promise<Result<ArrivalOutcome, ArrivalRefusal>> {
  const account = await findAccount(ctx, { email });
  // An unverified account doesn't block a sign-up.
  const isWaiting = account !== null && !account.emailVerifiedAt && !account.deactivatedAt;
  if (account && !(isWaiting && (await maySignUp(ctx, email)))) {
    const closed = await checkActive(ctx, account);
    if (!closed.ok) return closed;
    return ok({ next: "link", ticket: await openSsoTicket(ctx, "LINK", identity, account.id) });
  }
  if (!account && !(await maySignUp(ctx, email))) return err("sso_refused");
  return ok({ next: "sign-up", ticket: await openSsoTicket(ctx, "SIGN_UP", identity, null) });
}

/** Same errors as after a right password. */
async function checkActive(
  ctx: CoreContext,
  account: AccountForLogin,
): Promise<Result<undefined, "account_deactivated" | "email_not_verified">> {
  const closed = account.deactivatedAt ? "account_deactivated" : account.emailVerifiedAt ? null : "email_not_verified";
  if (!closed) return ok();
  await recordAuditEvent(ctx, ctx.db, { action: "login.failed", subjectId: account.id, details: { reason: closed } });
  return err(closed);
}

function plainName(name: string): string {
  const visible = name.toWellFormed().replace(/[\p{C}<>]+/gu, " ");
  return visible.replace(/\s+/g, " ").trim().slice(0, nameCharactersMax).toWellFormed();
}

/** The email may differ from the account's. Idempotent. */
function connectIdentity(
  ctx: CoreContext,
  actor: UserActor,
  identity: ArrivedIdentity,
): Promise<Result<{ next: "connected" }, "identity_taken">> {
  return inTransaction<{ next: "connected" }, "identity_taken">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const linked = await linkIdentity(ctx, tx, actor.user, identity);
    if (!linked.ok) return linked;
    if (linked.value.isNew) {
      const provider = providerName(ctx.config, identity.provider);
      await sendSecurityNotice(ctx, tx, actor.user, "identity-linked", { provider });
    }
    return ok({ next: "connected" as const });
  });
}

/** For users without a password. */
function proveWithIdentity(
  ctx: CoreContext,
  actor: UserActor,
  identity: ArrivedIdentity,
): Promise<Result<{ next: "proven"; session: IssuedSession }, "sso_refused">> {
  const amr = identity.isMfa ? ["sso", "mfa"] : ["sso"];
  return inTransaction<{ next: "proven"; session: IssuedSession }, "sso_refused">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await markIdentityUsed(ctx, tx, actor.user.id, identity))) return err("sso_refused");
    const renewed = await renewSession(ctx, tx, actor, { first: true, second: identity.isMfa, amr });
    if (!renewed.ok) return err("sso_refused");
    const session = renewed.value;
    await recordAuditEvent(ctx, tx, {
      action: "session.stepped_up",
      actor,
      target: { type: "session", id: session.sessionId },
      details: { with: "sso", provider: identity.provider, replaced: actor.session.id },
    });
    return ok({ next: "proven" as const, session });
  });
}

type SignInOutcome = { next: "session"; session: IssuedSession } | { next: "mfa"; ticket: string };
type SignInError = "sso_refused" | "email_not_verified" | "account_deactivated";

/** Needs a code with 2FA on, unless a trusted issuer asked for one. */
export async function signInWithIdentity(
  ctx: CoreContext,
  account: AccountForLogin,
  identity: ArrivedIdentity,
  audience: string,
): Promise<Result<SignInOutcome, SignInError>> {
  if (account.mfaEnabled && !identity.isMfa) {
    return ok({ next: "mfa", ticket: await openSsoLoginTicket(ctx, identity, account, audience) });
  }
  const amr = identity.isMfa ? ["sso", "mfa"] : ["sso"];
  return inTransaction<SignInOutcome, SignInError>(ctx, async (tx) => {
    await lockUser(tx, account.id);
    if (!(await markIdentityUsed(ctx, tx, account.id, identity))) return err("sso_refused");
    const { provider } = identity;
    const started = await startSession(ctx, tx, account, { audience, startedWith: "SSO", amr }, { provider });
    if (started.ok) return ok({ next: "session" as const, session: started.value });
    // The password or MFA changed meanwhile.
    return err(started.error.code === "invalid_credentials" ? "sso_refused" : started.error.code);
  });
}
