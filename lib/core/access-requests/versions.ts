import type { AccessRequest, AccessResubmission, OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { tooMany } from "../kernel/unproven-senders";
import { cancelHeldMails } from "../mail/mail-hold";
import { recordRequestEvent, replaceable, searchTextOf, waitingAgain, withoutFirstApproval } from "./request";

/** Includes the current version. */
const versionsMax = 5;

export interface RequestVersion {
  /** The request's id for the current version. */
  id: string;
  name: string;
  organization: string;
  buyerMode: string;
  useCase: string;
  submittedAt: Date;
  ip: string;
  userAgent: string;
}

export type SentVersion = RequestVersion & { locale: string };

type Sent = Omit<AccessResubmission, "accessRequestId">;

const shown = {
  id: true,
  name: true,
  organization: true,
  buyerMode: true,
  useCase: true,
  submittedAt: true,
  ip: true,
  userAgent: true,
} as const;

/** Keeps at most five, and never pushes out another network's. Returns null without room. Needs the request's lock. */
export async function keepVersion(tx: Transaction, request: AccessRequest, sent: Sent): Promise<SentVersion | null> {
  const kept = await tx.accessResubmission.findMany({
    where: { accessRequestId: request.id },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
  });
  // After a rejection, the same content is a new try.
  const standing = request.status === "REJECTED" ? [] : [request];
  const same = [...standing, ...kept].find((version) => isSameContent(version, sent));
  if (same) return same;
  const gone = tooMany([...kept, sent], versionsMax - 1).map(({ id }) => id);
  if (gone.includes(sent.id)) return null;
  await tx.accessResubmission.deleteMany({ where: { id: { in: gone } } });
  await tx.accessResubmission.create({ data: { ...sent, accessRequestId: request.id } });
  return sent;
}

function isSameContent(one: RequestVersion, other: RequestVersion): boolean {
  return (["name", "organization", "buyerMode", "useCase"] as const).every((field) => one[field] === other[field]);
}

/** After a decision, returns only the current one. */
export async function findVersions(
  ctx: CoreContext,
  id: string,
  about: OneTimeToken["resubmissionId"] = null,
): Promise<RequestVersion[]> {
  const request = await ctx.db.accessRequest.findUnique({
    where: { id },
    select: {
      ...shown,
      status: true,
      resubmissions: { select: shown, orderBy: [{ submittedAt: "asc" }, { id: "asc" }] },
    },
  });
  if (!request) return [];
  const { status, resubmissions, ...standing } = request;
  if (!replaceable.includes(status)) return [standing];
  const versions = [standing, ...resubmissions];
  const first = versions.filter((version) => version.id === about);
  return [...first, ...versions.filter((version) => version.id !== about)];
}

/** Drops an open question and a first approval. Needs the request's lock. */
export async function applyVersion(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  version: Sent,
): Promise<AccessRequest> {
  const wasRejected = request.status === "REJECTED";
  const isInQueue = !ctx.config.confirmRequests || request.emailConfirmedAt !== null;
  const { email, id } = request;
  const { name, organization, buyerMode, useCase, source, locale, ip, userAgent, submittedAt } = version;
  const before = [request.name, request.organization, request.buyerMode, request.useCase].join("\n");
  const changed = await tx.accessRequest.update({
    where: { id },
    data: {
      name,
      organization,
      buyerMode,
      useCase,
      source,
      locale,
      ip,
      userAgent,
      searchText: searchTextOf({ name, email, organization, useCase }, await notesOf(tx, id)),
      version: { increment: 1 },
      ...withoutFirstApproval,
      undoUntil: null,
      undoTo: null,
      ...(wasRejected ? waitingAgain : {}),
      ...(request.status === "NEEDS_INFO" ? { status: "PENDING", question: null } : {}),
      ...(wasRejected || !isInQueue ? { submittedAt } : {}),
    },
  });
  if (wasRejected) await cancelHeldMails(tx, id, ctx.clock.now());
  await recordRequestEvent(ctx, tx, id, { kind: "words_replaced", text: before });
  return changed;
}

async function notesOf(tx: Transaction, accessRequestId: string): Promise<string[]> {
  const notes = await tx.accessRequestEvent.findMany({
    where: { accessRequestId, kind: "note" },
    select: { text: true },
  });
  return notes.map(({ text }) => text);
}
