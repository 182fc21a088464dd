import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import type { CoreConfig } from "../../kernel/ports";
import { err, ok, type Result } from "../../kernel/result";

interface Identity {
  provider: string;
  /** Of an OpenID Connect issuer, since a subject is unique per issuer only (OpenID Connect Core, 2). Else empty. */
  issuer: string;
  subject: string;
  email: string;
}

type Owner = { id: string; email: string };

/** The id if it's no longer configured. */
export function providerName(config: CoreConfig, provider: string): string {
  return config.ssoProviders.find(({ id }) => id === provider)?.name ?? provider;
}

/** Requires the user's lock. `isNew`: false if already linked. */
export async function linkIdentity(
  ctx: CoreContext,
  tx: Transaction,
  owner: Owner,
  { provider, issuer, subject, email }: Identity,
): Promise<Result<{ isNew: boolean }, "identity_taken">> {
  const [created] = await tx.externalIdentity.createManyAndReturn({
    data: [{ userId: owner.id, provider, issuer, subject, email, createdAt: ctx.clock.now() }],
    skipDuplicates: true,
  });
  if (!created) {
    const known = await tx.externalIdentity.findUnique({
      where: { provider_issuer_subject: { provider, issuer, subject } },
    });
    return known?.userId === owner.id ? ok({ isNew: false }) : err("identity_taken");
  }
  await recordAuditEvent(ctx, tx, {
    action: "identity.linked",
    actor: owner,
    target: { type: "identity", id: created.id },
    details: { provider, email },
  });
  return ok({ isNew: true });
}

/** False: not the account's anymore. */
export async function markIdentityUsed(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  { provider, issuer, subject }: Omit<Identity, "email">,
): Promise<boolean> {
  const used = await tx.externalIdentity.updateMany({
    where: { provider, issuer, subject, userId },
    data: { lastUsedAt: ctx.clock.now() },
  });
  return used.count === 1;
}
