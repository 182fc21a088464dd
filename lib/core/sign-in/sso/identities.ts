import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import type { SsoProvider } from "@/lib/values/sso";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { providerName } from "./identity";

const identity = z
  .strictObject({
    id: z.uuid(),
    provider: z.string(),
    name: z.string(),
    /** Empty: not given. */
    email: z.string(),
    createdAt: jsonDate,
    lastUsedAt: jsonDate.nullable(),
  })
  .meta({ id: "Identity" });

export const listIdentities = act({
  access: "user",
  input: z.strictObject({}),
  output: z.strictObject({ identities: z.array(identity) }),
  errors: [],
  example: {
    output: {
      identities: [
        {
          id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
          provider: "google",
          name: "Google",
          email: "jane@company.com",
          createdAt: "2026-09-30T09:00:00.000Z",
          lastUsedAt: null,
        },
      ],
    },
  },
  async run(ctx, actor) {
    const { identities } = await getSignInMethods(ctx, actor);
    return ok({ identities });
  },
});

export interface SignInMethods {
  hasPassword: boolean;
  identities: z.output<typeof identity>[];
  connectable: SsoProvider[];
  connected: SsoProvider[];
}

/** Besides passkeys. */
export async function getSignInMethods(ctx: CoreContext, actor: UserActor): Promise<SignInMethods> {
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id: actor.user.id },
    select: { passwordHash: true, externalIdentities: { orderBy: { createdAt: "asc" } } },
  });
  const isConnected = ({ id }: SsoProvider) => user.externalIdentities.some(({ provider }) => provider === id);
  return {
    hasPassword: user.passwordHash !== null,
    identities: user.externalIdentities.map(({ id, provider, email, createdAt, lastUsedAt }) => ({
      id,
      provider,
      name: providerName(ctx.config, provider),
      email,
      createdAt,
      lastUsedAt,
    })),
    connectable: ctx.config.ssoProviders.filter((provider) => !isConnected(provider)),
    connected: ctx.config.ssoProviders.filter(isConnected),
  };
}

/** Without a password or passkey, one identity must stay. */
export const disconnectIdentity = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["identity_not_found", "step_up_required", "last_way_in"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    const userId = actor.user.id;
    return inTransaction<null, "identity_not_found" | "last_way_in">(ctx, async (tx) => {
      await lockUser(tx, userId);
      const own = await tx.externalIdentity.findFirst({ where: { id, userId } });
      if (!own) return err("identity_not_found");
      const configured = ctx.config.ssoProviders.map(({ id }) => id);
      const { passwordHash, _count: left } = await tx.user.findUniqueOrThrow({
        where: { id: userId },
        select: {
          passwordHash: true,
          _count: {
            select: {
              passkeys: true,
              externalIdentities: { where: { id: { not: own.id }, provider: { in: configured } } },
            },
          },
        },
      });
      if (passwordHash === null && left.passkeys + left.externalIdentities === 0) return err("last_way_in");
      await tx.externalIdentity.delete({ where: { id: own.id } });
      await recordAuditEvent(ctx, tx, {
        action: "identity.unlinked",
        actor,
        target: { type: "identity", id: own.id },
        details: { provider: own.provider, email: own.email },
      });
      const provider = providerName(ctx.config, own.provider);
      await sendSecurityNotice(ctx, tx, actor.user, "identity-unlinked", { provider });
      return ok(null);
    });
  },
});
