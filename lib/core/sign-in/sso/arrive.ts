import { canonicalEmail, type Email } from "@/lib/values/email";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { clockLeewaySeconds, secondsAfter } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import type { IssuedSession } from "../../sessions/issue-session";
import { type AccountForLogin, findAccount } from "../find-account";
import { connectIdentity } from "./connect-identity";
import { maySignUp } from "./find-open-approval";
import { readIntent } from "./intent";
import { proveWithIdentity } from "./prove-with-identity";
import { signInWithIdentity } from "./sign-in-with-identity";
import { type ArrivedIdentity, openSsoTicket } from "./sso-ticket";

/** What a provider has said, once its answer was found to be genuine, and whose browser brought it. */
export interface Arrival {
  provider: string;
  /** The provider's own id of the person. */
  subject: string;
  /** Null: the provider told none. */
  email: string | null;
  emailVerified: boolean;
  /** When the provider last asked who it is (`auth_time`). Null: it told nothing. */
  authTime: Date | null;
  name: string;
  /** True when the issuer is trusted to have asked for a second factor. */
  isMfa: boolean;
  /** Null: no open session in that browser. */
  actor: UserActor | null;
  /** The intent cookie as it came. */
  intent: string | null;
}

export type ArrivalOutcome =
  | { next: "session"; session: IssuedSession }
  /** A code is still needed. */
  | { next: "mfa"; ticket: string }
  /** The address has an account, which must be proven before the identity opens it. */
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
 * Decides what an identity provider's answer means here. A linked identity signs in; with a declared intent it is
 * connected to, or proves, the open session's account; it proves only if the provider asked who it is since then. An unknown identity opens nothing by its address alone: where
 * the provider has verified the address, it leads to proving the account of that address, or to completing an approved
 * sign-up. An account whose address nobody has verified stands in nobody's way there. Everything else is refused.
 */
export async function arrive(
  ctx: CoreContext,
  arrival: Arrival,
  audience: string,
): Promise<Result<ArrivalOutcome, ArrivalRefusal>> {
  const { provider, subject, actor } = arrival;
  if (subject === "" || subject.length > subjectCharactersMax) return err("sso_refused");
  const verifiedEmail = arrival.emailVerified && arrival.email ? canonicalEmail(arrival.email) : null;
  const identity: ArrivedIdentity = {
    provider,
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

  const known = await ctx.db.externalIdentity.findUnique({ where: { provider_subject: { provider, subject } } });
  const owner = known ? await findAccount(ctx, { id: known.userId }) : null;
  if (owner) {
    const closed = await refuseClosed(ctx, owner);
    return closed.ok ? signInWithIdentity(ctx, owner, identity, audience) : closed;
  }
  return verifiedEmail ? meetStranger(ctx, identity, verifiedEmail) : err("sso_refused");
}

async function meetStranger(
  ctx: CoreContext,
  identity: ArrivedIdentity,
  email: Email,
): Promise<Result<ArrivalOutcome, ArrivalRefusal>> {
  const account = await findAccount(ctx, { email });
  // An account that was never verified is nobody's yet: the provider's proof of the address is the first one.
  const isWaiting = account !== null && !account.emailVerifiedAt && !account.deactivatedAt;
  if (account && !(isWaiting && (await maySignUp(ctx, email)))) {
    const closed = await refuseClosed(ctx, account);
    if (!closed.ok) return closed;
    return ok({ next: "link", ticket: await openSsoTicket(ctx, "LINK", identity, account.id) });
  }
  if (!account && !(await maySignUp(ctx, email))) return err("sso_refused");
  return ok({ next: "sign-up", ticket: await openSsoTicket(ctx, "SIGN_UP", identity, null) });
}

/** The same two refusals that a right password gets. */
async function refuseClosed(
  ctx: CoreContext,
  account: AccountForLogin,
): Promise<Result<undefined, "account_deactivated" | "email_not_verified">> {
  const closed = account.deactivatedAt ? "account_deactivated" : account.emailVerifiedAt ? null : "email_not_verified";
  if (!closed) return ok();
  await recordAuditEvent(ctx, ctx.db, { action: "login.failed", subjectId: account.id, details: { reason: closed } });
  return err(closed);
}

/** A name that a field here would accept, as far as the provider's can be one. */
function plainName(name: string): string {
  const visible = name.toWellFormed().replace(/[\p{C}<>]+/gu, " ");
  return visible.replace(/\s+/g, " ").trim().slice(0, nameCharactersMax).toWellFormed();
}
