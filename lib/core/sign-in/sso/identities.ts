import type { SsoProvider } from "@/lib/values/sso";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { providerName } from "./identity";

export interface IdentityView {
  id: string;
  provider: string;
  providerName: string;
  /** The address at the provider when it was connected; empty when it told none. */
  email: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface SignInMethods {
  hasPassword: boolean;
  identities: IdentityView[];
  /** Configured providers of which no identity is connected. */
  connectable: SsoProvider[];
  /** Configured providers of which one is. */
  connected: SsoProvider[];
}

/** How the actor can sign in besides passkeys. */
export async function getSignInMethods(ctx: CoreContext, actor: UserActor): Promise<SignInMethods> {
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id: actor.user.id },
    select: { passwordHash: true, externalIdentities: { orderBy: { createdAt: "asc" } } },
  });
  const isConnected = ({ id }: SsoProvider) => user.externalIdentities.some(({ provider }) => provider === id);
  return {
    hasPassword: user.passwordHash !== null,
    identities: user.externalIdentities.map(({ id, provider, email, createdAt, lastUsedAt }) => ({
      ...{ id, provider, email, createdAt, lastUsedAt },
      providerName: providerName(ctx.config, provider),
    })),
    connectable: ctx.config.ssoProviders.filter((provider) => !isConnected(provider)),
    connected: ctx.config.ssoProviders.filter(isConnected),
  };
}

type Refusal = "identity_not_found" | "step_up_required" | "last_way_in";

/**
 * Disconnects an identity of the actor's account; the owner is told by mail. Needs a recent proof. The last way in
 * stays: without a password and a passkey, one identity of a configured provider must remain.
 */
export async function disconnectIdentity(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, Refusal>> {
  if (!isId(input.id)) return err("identity_not_found");
  const proof = requireRecentProof(ctx, actor);
  if (!proof.ok) return proof;
  const userId = actor.user.id;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    await lockUser(tx, userId);
    const identity = await tx.externalIdentity.findFirst({ where: { id: input.id, userId } });
    if (!identity) return err("identity_not_found");
    const configured = ctx.config.ssoProviders.map(({ id }) => id);
    const { passwordHash, _count: left } = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: {
        passwordHash: true,
        _count: {
          select: {
            passkeys: true,
            externalIdentities: { where: { id: { not: identity.id }, provider: { in: configured } } },
          },
        },
      },
    });
    if (passwordHash === null && left.passkeys + left.externalIdentities === 0) return err("last_way_in");
    await tx.externalIdentity.delete({ where: { id: identity.id } });
    await recordAuditEvent(ctx, tx, {
      action: "identity.unlinked",
      actor,
      target: { type: "identity", id: identity.id },
      details: { provider: identity.provider, email: identity.email },
    });
    const provider = providerName(ctx.config, identity.provider);
    await sendSecurityNotice(ctx, tx, actor.user, "identity-unlinked", { provider });
    return ok();
  });
}
