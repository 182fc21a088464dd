import type { Prisma } from "@/generated/prisma/client";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { heldAddresses, mailsWhileHeld } from "./held-addresses";

const batch = 500;

/** Needs step-up. Contains no hashes, encrypted values or tokens. */
export function exportAccount(ctx: CoreContext, actor: UserActor): Result<AsyncGenerator<string>, "step_up_required"> {
  const recent = requireRecentProof(ctx, actor);
  return recent.ok ? ok(writeDocument(ctx, actor)) : recent;
}

async function* writeDocument(ctx: CoreContext, actor: UserActor): AsyncGenerator<string> {
  const userId = actor.user.id;
  await recordAuditEvent(ctx, ctx.db, { action: "user.exported", actor });
  yield `{"exportedAt":${json(ctx.clock.now())},"account":${json(await readAccount(ctx, userId))}`;
  yield* list("sessions", (cursor) => sessionsAfter(ctx, userId, cursor));
  yield* list("activity", (cursor) => activityAfter(ctx, userId, cursor));
  const own = await mailsOf(ctx, actor);
  yield* list("mails", (cursor) => mailsAfter(ctx, own, cursor));
  yield "}";
}

const json = (value: unknown) =>
  JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? String(item) : item));

async function* list(
  name: string,
  read: (cursor: string | null) => Promise<{ id: string; row: object }[]>,
): AsyncGenerator<string> {
  yield `,"${name}":[`;
  let cursor: string | null = null;
  for (;;) {
    const rows: { id: string; row: object }[] = await read(cursor);
    if (rows.length > 0) yield `${cursor === null ? "" : ","}${rows.map(({ row }) => json(row)).join(",")}`;
    cursor = rows.at(-1)?.id ?? cursor;
    if (rows.length < batch) break;
  }
  yield "]";
}

async function readAccount(ctx: CoreContext, userId: string) {
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      id: true,
      email: true,
      name: true,
      phone: true,
      locale: true,
      isAdmin: true,
      preferredEnvironment: true,
      emailVerifiedAt: true,
      passwordChangedAt: true,
      deletionDueAt: true,
      createdAt: true,
      tenantRole: true,
      tenant: {
        select: {
          id: true,
          name: true,
          plan: true,
          buyerMode: true,
          createdAt: true,
          projects: { select: { name: true, slug: true, createdAt: true, archivedAt: true } },
        },
      },
      totpCredential: { select: { enabledAt: true } },
      passkeys: { select: { name: true, createdAt: true, lastUsedAt: true } },
      externalIdentities: { select: { provider: true, email: true, createdAt: true, lastUsedAt: true } },
      emailChanges: {
        select: {
          oldEmail: true,
          newEmail: true,
          createdAt: true,
          confirmedAt: true,
          cancelledAt: true,
          undoneAt: true,
        },
      },
      apiKeys: {
        select: {
          name: true,
          publicId: true,
          createdAt: true,
          expiresAt: true,
          lastUsedAt: true,
          lastUsedIp: true,
          revokedAt: true,
          projects: { select: { project: { select: { name: true } } } },
        },
      },
      knownDevices: { select: { createdAt: true, lastSeenAt: true } },
      mfaResets: { select: { reason: true, createdAt: true, dueAt: true, cancelledAt: true, completedAt: true } },
      accessRequest: {
        select: {
          name: true,
          organization: true,
          buyerMode: true,
          useCase: true,
          status: true,
          submittedAt: true,
          decidedAt: true,
          ip: true,
          userAgent: true,
        },
      },
    },
  });
  const recoveryCodesLeft = await ctx.db.recoveryCode.count({ where: { userId, usedAt: null } });
  const isTheirs = user.accessRequest?.status === "REGISTERED";
  return { ...user, accessRequest: isTheirs ? user.accessRequest : null, recoveryCodesLeft };
}

async function sessionsAfter(ctx: CoreContext, userId: string, cursor: string | null) {
  const rows = await ctx.db.session.findMany({
    where: { userId, ...(cursor === null ? {} : { id: { gt: cursor } }) },
    orderBy: { id: "asc" },
    take: batch,
    select: {
      id: true,
      audience: true,
      startedWith: true,
      amr: true,
      createdAt: true,
      lastSeenAt: true,
      expiresAt: true,
      revokedAt: true,
      revokedReason: true,
      userAgent: true,
      ip: true,
    },
  });
  return rows.map((row) => ({ id: row.id, row }));
}

async function activityAfter(ctx: CoreContext, userId: string, cursor: string | null) {
  const rows = await ctx.db.auditEvent.findMany({
    where: {
      subjectId: userId,
      OR: [{ actorId: null }, { actorId: userId }],
      ...(cursor === null ? {} : { id: { gt: BigInt(cursor) } }),
    },
    orderBy: { id: "asc" },
    take: batch,
    select: { id: true, at: true, action: true, ip: true, userAgent: true, details: true },
  });
  return rows.map((row) => ({ id: String(row.id), row }));
}

/** Starts when the account got its current email. */
async function mailsOf(ctx: CoreContext, { user }: UserActor): Promise<Prisma.MailWhereInput> {
  const held = await heldAddresses(ctx.db, user);
  return { OR: held.filter(({ email }) => email === user.email).map(mailsWhileHeld) };
}

async function mailsAfter(ctx: CoreContext, own: Prisma.MailWhereInput, cursor: string | null) {
  const rows = await ctx.db.mail.findMany({
    where: { ...own, ...(cursor === null ? {} : { id: { gt: cursor } }) },
    orderBy: { id: "asc" },
    take: batch,
    select: { id: true, template: true, state: true, createdAt: true, sentAt: true },
  });
  return rows.map((row) => ({ id: row.id, row }));
}
