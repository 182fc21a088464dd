import type { DeleteAccountInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, requireSecondFactorBesides, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { accountDeletionSeconds, secondsAfter } from "../../kernel/lifetimes";
import { mintToken, voidUserTokens } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { mailOrigin, tokenUrl } from "../../mail/mail-links";
import { endOtherSessions } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { verifyPassword } from "../../sign-in/verify-password";
import { lockTeam } from "../../tenants/lock-team";
import { hasAnotherOwner } from "../../tenants/membership";
import { isLastAdmin, lockAdmins } from "../../users/operator";

type Refusal =
  | "invalid_credentials"
  | "rate_limited"
  | "step_up_required"
  | "last_owner"
  | "last_admin"
  | "unauthenticated";

interface Scheduled {
  dueAt: Date;
  /** Null where the API's document keeps the token. */
  session: IssuedSession | null;
}

/**
 * Starts the seven days after which the account is removed. Needs the password, and where MFA is on
 * a second factor of the last ten minutes; an account without a password a recent proof.
 * The sole owner of a team with others in it hands it over first, and an instance keeps an admin. Other sessions end,
 * and this one is renewed.
 */
export async function scheduleDeletion(
  ctx: CoreContext,
  actor: UserActor,
  input: DeleteAccountInput,
): Promise<Result<Scheduled, Refusal>> {
  const userId = actor.user.id;
  const proof = await prove(ctx, actor, input.currentPassword);
  if (!proof.ok) return proof;
  return inTransaction<Scheduled, Refusal>(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockAdmins(tx);
    await lockTeam(tx, [userId], [actor.tenant.id]);
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (user.tenantRole === "OWNER" && (await isSoleOwnerOfOthers(tx, user))) return err("last_owner");
    if (user.isAdmin && (await isLastAdmin(tx, userId))) return err("last_admin");
    const dueAt = user.deletionDueAt ?? secondsAfter(now, accountDeletionSeconds);
    await tx.user.update({ where: { id: userId }, data: { deletionDueAt: dueAt } });
    const renewed = await endOtherSessions(ctx, tx, actor, "deletion_scheduled");
    if (!renewed.ok) return renewed;
    await voidUserTokens(tx, userId, ["DELETION_CANCEL"], now);
    const token = await mintToken(tx, { purpose: "DELETION_CANCEL", email: user.email, userId, expiresAt: dueAt });
    await recordAuditEvent(ctx, tx, {
      action: "user.deletion_scheduled",
      actor,
      details: { dueAt: dueAt.toISOString() },
    });
    await ctx.mailer.enqueue(tx, {
      template: "deletion-scheduled",
      to: user.email,
      locale: user.locale,
      props: { name: user.name, dueAt, keepUrl: tokenUrl(ctx.config, "keep-account", token), origin: mailOrigin(ctx) },
    });
    return ok({ dueAt, session: renewed.value.session });
  });
}

async function prove(
  ctx: CoreContext,
  actor: UserActor,
  currentPassword: string | undefined,
): Promise<Result<undefined, "invalid_credentials" | "rate_limited" | "step_up_required">> {
  const { passwordHash } = await ctx.db.user.findUniqueOrThrow({
    where: { id: actor.user.id },
    select: { passwordHash: true },
  });
  if (passwordHash === null) return requireRecentProof(ctx, actor);
  const besides = requireSecondFactorBesides(ctx, actor);
  if (!besides.ok) return besides;
  const verified = await verifyPassword(
    ctx,
    { act: "delete_account", userId: actor.user.id, actor },
    currentPassword ?? "",
  );
  return verified.ok ? ok() : verified;
}

/** What happens to the tenant when this account goes: "closed" with it, "kept" for others, or nobody owns it then. */
export async function tenantAfterDeletion(
  db: CoreContext["db"] | Transaction,
  user: { id: string; tenantId: string; tenantRole: string },
): Promise<"closed" | "kept" | "ownerless"> {
  const others = { tenantId: user.tenantId, id: { not: user.id } };
  if ((await db.user.findFirst({ where: others, select: { id: true } })) === null) return "closed";
  if (user.tenantRole !== "OWNER") return "kept";
  return (await hasAnotherOwner(db, user.tenantId, user.id)) ? "kept" : "ownerless";
}

async function isSoleOwnerOfOthers(
  tx: Transaction,
  user: { id: string; tenantId: string; tenantRole: string },
): Promise<boolean> {
  return (await tenantAfterDeletion(tx, user)) === "ownerless";
}
