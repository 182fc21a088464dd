import type { AccessRequestStatus, DomainKind, MailState } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue, DomainKindValue } from "@/lib/values/queue";
import type { AccessRequestView, RequestMail, RequestTokenState } from "@/lib/values/queue-view";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { tokenState } from "../kernel/one-time-token";
import { getSettings, type InstanceSettings } from "../settings/get-settings";
import { toTeamRole } from "../users/team-roles";
import { lateness } from "./lateness";
import { accessRequestInclude, type RequestRow } from "./request-row";
import { signalsOf } from "./signals";
import { entitledAmong, withoutStaleApproval } from "./standing-approval";

export const statusValues = {
  PENDING: "pending",
  NEEDS_INFO: "needs_info",
  SNOOZED: "snoozed",
  APPROVED: "approved",
  REJECTED: "rejected",
  REGISTERED: "registered",
  EXPIRED: "expired",
} as const satisfies Record<AccessRequestStatus, AccessRequestStatusValue>;

export const domainKindValues = {
  CORPORATE: "corporate",
  FREE: "free",
  DISPOSABLE: "disposable",
} as const satisfies Record<DomainKind, DomainKindValue>;

/** Rows as reviewers see them, in the same order. */
export async function toAccessRequestViews(
  ctx: CoreContext,
  db: Database | Transaction,
  rows: RequestRow[],
  settings: InstanceSettings,
): Promise<AccessRequestView[]> {
  const entitled = await entitledAmong(db, rows);
  const standing = rows.map((row) => withoutStaleApproval(row, entitled));
  const signals = await signalsOf(ctx, db, standing, settings);
  const now = ctx.clock.now();
  return standing.map((row) => ({ ...toView(row, now, settings), signals: signals.get(row.id) ?? [] }));
}

/** One request as it is now, for the answer of an act on it. */
export async function readAccessRequestView(
  ctx: CoreContext,
  db: Database | Transaction,
  id: string,
): Promise<AccessRequestView> {
  const row = await db.accessRequest.findUniqueOrThrow({ where: { id }, include: accessRequestInclude });
  const [view] = await toAccessRequestViews(ctx, db, [row], await getSettings(ctx, db));
  if (!view) throw new Error("A row has no view");
  return view;
}

function toView(row: RequestRow, now: Date, settings: InstanceSettings): Omit<AccessRequestView, "signals"> {
  return {
    id: row.id,
    email: row.email,
    emailDomain: row.emailDomain,
    domainKind: domainKindValues[row.domainKind],
    name: row.name,
    organization: row.organization,
    buyerMode: row.buyerMode,
    useCase: row.useCase,
    source: row.source === "api" ? "api" : "web",
    status: statusValues[row.status],
    confirmed: row.emailConfirmedAt !== null,
    version: row.version,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    late: row.status === "PENDING" ? lateness(row.submittedAt, now, settings) : null,
    snoozedUntil: row.status === "SNOOZED" ? row.snoozedUntil : null,
    assignee: row.assignee,
    question: row.status === "NEEDS_INFO" || row.status === "SNOOZED" ? row.question : null,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
    decidedByRule: row.decidedByRule,
    rejectionReason: row.rejectionReason,
    approvalNote: row.approvalNote,
    firstApprovedBy: row.firstApprovedById ? row.firstApprovedBy : null,
    duplicateOf: row.duplicateOf,
    joinTenant: joinTenantOf(row),
    joinAskedAt: row.status === "APPROVED" ? null : row.joinAskedAt,
    undoUntil: row.undoTo && row.undoUntil && row.undoUntil > now ? row.undoUntil : null,
    tokenState: tokenStateOf(row, now),
    token: toTokenView(row, now),
    mail: row.mails[0] ? toMailView(row.mails[0], now) : null,
  };
}

function joinTenantOf({ joinRole, joinTenant, joinTenantId }: RequestRow): AccessRequestView["joinTenant"] {
  return joinTenantId && joinTenant ? { ...joinTenant, role: toTeamRole(joinRole ?? "MEMBER") } : null;
}

function toTokenView(row: RequestRow, now: Date): AccessRequestView["token"] {
  const token = row.tokens[0];
  const state = tokenState(token ?? null, now);
  if (!token || state === "unknown") return null;
  return {
    state: token.voidedAt && !token.usedAt ? "void" : state,
    expiresAt: token.expiresAt,
    sentAt: token.createdAt,
    openedAt: token.openedAt,
  };
}

function tokenStateOf(row: RequestRow, now: Date): RequestTokenState | null {
  if (row.tokens.length === 0) return null;
  if (row.tokens.some(({ usedAt }) => usedAt)) return "used";
  const alive = row.tokens.filter(({ voidedAt }) => !voidedAt);
  if (alive.length === 0) return "void";
  if (alive.every(({ expiresAt }) => expiresAt <= now)) return "expired";
  if (alive.some(({ openedAt }) => openedAt)) return "opened";
  const mail = row.mails.find(({ template, state }) => template === "access-approved" && state !== "CANCELLED");
  const state = mail ? toMailView(mail, now).state : "sent";
  return state === "cancelled" ? "void" : state;
}

const mailStates = {
  QUEUED: "queued",
  SENT: "sent",
  FAILED: "failed",
  CANCELLED: "cancelled",
} as const satisfies Record<MailState, RequestMail["state"]>;

export function toMailView(mail: RequestRow["mails"][number], now: Date): RequestMail {
  const isHeld = mail.state === "QUEUED" && mail.sendAfter !== null && mail.sendAfter > now;
  return {
    id: mail.id,
    template: mail.template,
    state: isHeld ? "held" : mailStates[mail.state],
    attempts: mail.attempts,
    error: mail.lastError,
    createdAt: mail.createdAt,
    sentAt: mail.sentAt,
  };
}
