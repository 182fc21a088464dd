import type { AccessRequest, AccessResubmission, OneTimeToken } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { tooMany } from "../kernel/unproven-senders";
import { replaceable } from "./place-words";

/** Versions of one request that are kept, the one in place among them. */
const versionsMax = 5;

/** What was sent for one request and from where: by this the address's owner tells their own from a stranger's. */
export interface RequestVersion {
  /** The request's own id for the version in place. */
  id: string;
  name: string;
  organization: string;
  buyerMode: string;
  useCase: string;
  submittedAt: Date;
  ip: string;
  userAgent: string;
}

/** A version as it was sent, in the language that its sender reads. */
export type SentVersion = RequestVersion & { locale: string };

type Words = Omit<AccessResubmission, "accessRequestId">;

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

/**
 * Keeps what was sent for a request beside the version in place, unless a version says the same. At most five are kept; who
 * gives way to a sixth is decided so that nobody can push out what another network sent. Answers the version that holds
 * these words, or null where there was no room. The caller holds the request.
 */
export async function keepVersion(tx: Transaction, request: AccessRequest, words: Words): Promise<SentVersion | null> {
  const kept = await tx.accessResubmission.findMany({
    where: { accessRequestId: request.id },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
  });
  // After a rejection the same words are a new try.
  const standing = request.status === "REJECTED" ? [] : [request];
  const same = [...standing, ...kept].find((version) => saysTheSame(version, words));
  if (same) return same;
  const gone = tooMany([...kept, words], versionsMax - 1).map(({ id }) => id);
  if (gone.includes(words.id)) return null;
  await tx.accessResubmission.deleteMany({ where: { id: { in: gone } } });
  await tx.accessResubmission.create({ data: { ...words, accessRequestId: request.id } });
  return words;
}

function saysTheSame(one: RequestVersion, other: RequestVersion): boolean {
  return (["name", "organization", "buyerMode", "useCase"] as const).every((field) => one[field] === other[field]);
}

/**
 * The versions that the owner of a request's address can choose from: the one in place first, then by time. `about`: one of
 * them that comes first instead. After a decision that stands there is nothing to choose.
 */
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
