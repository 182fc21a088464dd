import type { User } from "@/generated/prisma/client";
import type { DeleteAccountInput } from "@/lib/values/forms";
import { lockRequest, openRequestOf, requestOfAccount } from "../access-requests/request";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, requireSecondFactorBesides, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { accountDeletionSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { endOtherSessions, endSessionsElsewhere, renewUnlessKept } from "../sessions/end-sessions";
import type { IssuedSession } from "../sessions/issue-session";
import { forgetAttempts } from "../sign-in/attempt";
import { verifyPassword } from "../sign-in/verify-password";
import { lockTeam } from "../tenants/lock-team";
import { canLead, deleteTenantIfEmpty, hasAnotherOwner } from "../tenants/membership";
import { setRole } from "../tenants/set-role";
import { lockUser } from "../users/lock-user";
import { isLastAdmin, lockAdmins } from "../users/operator";
import { eraseMailsOf } from "./erase-mails";

type DeletionError =
  | "invalid_credentials"
  | "rate_limited"
  | "step_up_required"
  | "last_owner"
  | "last_admin"
  | "unauthenticated";

interface Scheduled {
  dueAt: Date;
  /** Null if the API's document keeps the token. */
  session: IssuedSession | null;
}

/**
 * Schedules deletion in seven days. Needs the password and, with 2FA, a recent second factor, or step-up without a
 * password. Ends other sessions.
 */
export async function scheduleDeletion(
  ctx: CoreContext,
  actor: UserActor,
  input: DeleteAccountInput,
): Promise<Result<Scheduled, DeletionError>> {
  const userId = actor.user.id;
  const proof = await prove(ctx, actor, input.currentPassword);
  if (!proof.ok) return proof;
  return inTransaction<Scheduled, DeletionError>(ctx, async (tx) => {
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

export interface Deletion {
  /** Null if not scheduled. */
  dueAt: Date | null;
  hasPassword: boolean;
  /** `ownerless` is an error. */
  tenant: "closed" | "kept" | "ownerless";
}

export async function getDeletion(ctx: CoreContext, actor: UserActor): Promise<Deletion> {
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id: actor.user.id } });
  const tenant = await tenantAfterDeletion(ctx.db, user);
  return { dueAt: user.deletionDueAt, hasPassword: user.passwordHash !== null, tenant };
}

interface Kept {
  /** Null without a session of this account, too. */
  session: IssuedSession | null;
}

/** Renews the browser's own session, ends the others and signs no one in. */
export async function cancelDeletionByLink(
  ctx: CoreContext,
  input: { token: string },
  browser: UserActor | null = null,
): Promise<Result<Kept, "token_invalid">> {
  const found = await findToken(ctx.db, "DELETION_CANCEL", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<Kept, "token_invalid">(ctx, async (tx) => {
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "DELETION_CANCEL", input.token, ctx.clock.now());
    if (!token || !(await keep(ctx, tx, userId))) return err("token_invalid");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor: { id: userId, email: token.email } });
    return ok({ session: await endSessionsElsewhere(ctx, tx, userId, browser, "deletion_cancelled") });
  });
}

type Refusal = "deletion_not_scheduled" | "step_up_required" | "unauthenticated";

/** Needs step-up and renews the session. */
export async function cancelDeletion(ctx: CoreContext, actor: UserActor): Promise<Result<Kept, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction<Kept, Refusal>(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    if (!(await keep(ctx, tx, actor.user.id))) return err("deletion_not_scheduled");
    await recordAuditEvent(ctx, tx, { action: "user.deletion_cancelled", actor });
    const renewed = await renewUnlessKept(ctx, tx, actor, {});
    return renewed.ok ? ok({ session: renewed.value }) : renewed;
  });
}

async function keep(ctx: CoreContext, tx: Transaction, userId: string): Promise<boolean> {
  const kept = await tx.user.updateMany({
    where: { id: userId, deletionDueAt: { not: null } },
    data: { deletionDueAt: null },
  });
  await voidUserTokens(tx, userId, ["DELETION_CANCEL"], ctx.clock.now());
  return kept.count > 0;
}

/** Accounts per call. */
const batch = 100;

export async function completeDueDeletions(ctx: CoreContext): Promise<number> {
  const isDue = { deletionDueAt: { lte: ctx.clock.now() } };
  const due = await ctx.db.user.findMany({ where: isDue, select: { id: true, tenantId: true }, take: batch });
  let done = 0;
  for (const { id, tenantId } of due) {
    await ctx.db.$transaction(async (tx) => {
      // Locks users before tenants.
      const heir = await findHeir(tx, tenantId, id);
      await lockTeam(tx, heir ? [id, heir.id] : [id], [tenantId]);
      const user = await tx.user.findFirst({ where: { id, tenantId, ...isDue } });
      // The next run handles another heir.
      if (!user || (await findHeir(tx, tenantId, id))?.id !== heir?.id) return;
      await remove(ctx, tx, user);
      done += 1;
    });
  }
  return done;
}

async function remove(ctx: CoreContext, tx: Transaction, user: User): Promise<void> {
  const { email, tenantId } = user;
  // A registered request that names another account belongs to the address's former owner.
  const own = { OR: [requestOfAccount(user.id), openRequestOf(email), { email, userId: null }] };
  const requests = (await tx.accessRequest.findMany({ where: own, select: { id: true }, orderBy: { id: "asc" } })).map(
    ({ id }) => id,
  );
  // Decisions lock a request before its mails.
  for (const id of requests) await lockRequest(tx, id);
  const ofRequests = { accessRequestId: { in: requests } };
  await tx.oneTimeToken.deleteMany({ where: { email, OR: [{ userId: null }, { userId: user.id }] } });
  await tx.mail.deleteMany({ where: ofRequests });
  await eraseMailsOf(tx, user);
  await tx.webhookDelivery.deleteMany({ where: ofRequests });
  await tx.accessRequest.deleteMany({ where: own });
  await forgetAttempts(tx, user.id);
  await tx.user.delete({ where: { id: user.id } });
  await leaveTenant(ctx, tx, tenantId);
  await recordAuditEvent(ctx, tx, {
    action: "user.deleted",
    actor: "system",
    target: { type: "user", id: user.id },
    subjectId: user.id,
  });
  await ctx.mailer.enqueue(tx, {
    template: "account-deleted",
    to: email,
    locale: user.locale,
    props: { name: user.name },
  });
}

/** Makes the heir an owner if no owner can lead. */
async function leaveTenant(ctx: CoreContext, tx: Transaction, tenantId: string): Promise<void> {
  await deleteTenantIfEmpty(tx, tenantId);
  const heir = await findHeir(tx, tenantId, null);
  if (heir && heir.tenantRole !== "OWNER") await setRole(ctx, tx, "system", heir.tenant, heir, "OWNER");
}

/** Ignores members who can't lead. */
function findHeir(tx: Transaction, tenantId: string, exceptId: string | null) {
  return tx.user.findFirst({
    where: { tenantId, ...canLead, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    orderBy: [{ tenantRole: "asc" }, { createdAt: "asc" }],
    include: { tenant: true },
  });
}
