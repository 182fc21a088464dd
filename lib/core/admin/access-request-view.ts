import type { Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue } from "@/lib/values/forms";
import { type TokenState, tokenState } from "../tokens/one-time-token";

/** A request as admins see it. */
export interface AccessRequestView {
  id: string;
  email: string;
  name: string;
  organization: string;
  buyerMode: string;
  useCase: string;
  status: AccessRequestStatusValue;
  /** To be named in a decision, which is refused when the request has changed since. */
  version: number;
  createdAt: Date;
  submittedAt: Date;
  decidedAt: Date | null;
  decidedBy: { id: string; name: string; email: string } | null;
  rejectionReason: string | null;
  approvalNote: string | null;
  /** The newest sign-up link; null when none was ever mailed. */
  token: { state: Exclude<TokenState, "unknown"> | "void"; expiresAt: Date; sentAt: Date } | null;
}

/** What a view is made of. */
export const accessRequestInclude = {
  decidedBy: { select: { id: true, name: true, email: true } },
  tokens: { where: { purpose: "APPROVAL" }, orderBy: { id: "desc" }, take: 1 },
} satisfies Prisma.AccessRequestInclude;

type Row = Prisma.AccessRequestGetPayload<{ include: typeof accessRequestInclude }>;

export const statusValues = {
  PENDING: "pending",
  NEEDS_INFO: "needs_info",
  SNOOZED: "snoozed",
  APPROVED: "approved",
  REJECTED: "rejected",
  REGISTERED: "registered",
  EXPIRED: "expired",
} as const satisfies Record<AccessRequestStatus, AccessRequestStatusValue>;

export function toAccessRequestView(row: Row, now: Date): AccessRequestView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    organization: row.organization,
    buyerMode: row.buyerMode,
    useCase: row.useCase,
    status: statusValues[row.status],
    version: row.version,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
    rejectionReason: row.rejectionReason,
    approvalNote: row.approvalNote,
    token: toTokenView(row.tokens[0], now),
  };
}

function toTokenView(token: Row["tokens"][number] | undefined, now: Date): AccessRequestView["token"] {
  const state = tokenState(token ?? null, now);
  if (!token || state === "unknown") return null;
  return { state: token.voidedAt ? "void" : state, expiresAt: token.expiresAt, sentAt: token.createdAt };
}
