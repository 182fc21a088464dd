import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";

export interface MfaStatus {
  enabled: boolean;
  /** Null while MFA is off. */
  enabledAt: Date | null;
  recoveryCodesLeft: number;
}

export async function getMfaStatus(ctx: CoreContext, actor: UserActor): Promise<MfaStatus> {
  const [credential, recoveryCodesLeft] = await Promise.all([
    ctx.db.totpCredential.findUnique({ where: { userId: actor.user.id }, select: { enabledAt: true } }),
    ctx.db.recoveryCode.count({ where: { userId: actor.user.id, usedAt: null } }),
  ]);
  return { enabled: credential !== null, enabledAt: credential?.enabledAt ?? null, recoveryCodesLeft };
}
