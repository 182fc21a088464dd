import type { SsoProvider } from "@/lib/values/sso";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
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
