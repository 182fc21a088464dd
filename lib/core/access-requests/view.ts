import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus, DomainKind, MailState } from "@/generated/prisma/enums";
import { jsonDate } from "@/lib/values/json-date";
import {
  type AccessRequestStatusValue,
  accessRequestStatusSchema,
  type DomainKindValue,
  domainKindSchema,
  requestSourceSchema,
} from "@/lib/values/queue";
import { teamRoleSchema } from "@/lib/values/team";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { tokenState } from "../kernel/one-time-token";
import { getSettings, type InstanceSettings } from "../settings/get-settings";
import { toTeamRole } from "../users/team-roles";
import { entitledAmong, person, withoutStaleApproval } from "./approvers";
import { requestSignal, signalsOf } from "./signals";

export const count = z.int().min(0);
const named = z.strictObject({ id: z.uuid(), name: z.string() });

export const accessRequest = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    emailDomain: z.string(),
    domainKind: domainKindSchema,
    name: z.string(),
    organization: z.string(),
    buyerMode: z.string(),
    useCase: z.string(),
    source: requestSourceSchema,
    status: accessRequestStatusSchema,
    /** Verified by a link. */
    confirmed: z.boolean(),
    version: count,
    createdAt: jsonDate,
    submittedAt: jsonDate,
    /** Null if decided or not late. */
    late: z.enum(["amber", "red"]).nullable(),
    snoozedUntil: jsonDate.nullable(),
    assignee: person.nullable(),
    /** Still open. */
    question: z.string().nullable(),
    decidedAt: jsonDate.nullable(),
    /** Null if undecided or decided by a rule. */
    decidedBy: person.nullable(),
    /** Decided it or made it wait. */
    decidedByRule: named.nullable(),
    rejectionReason: z.string().nullable(),
    approvalNote: z.string().nullable(),
    firstApprovedBy: person.nullable(),
    duplicateOf: person.nullable(),
    joinTenant: z.strictObject({ ...named.shape, role: teamRoleSchema }).nullable(),
    /** Null if none is asked. */
    joinAskedAt: jsonDate.nullable(),
    undoUntil: jsonDate.nullable(),
    /** `held` can be undone, `opened` refers to the sign-up form, `void` is revoked. Null if never invited. */
    tokenState: z.enum(["held", "queued", "sent", "failed", "opened", "used", "expired", "void"]).nullable(),
    /** The newest invitation. */
    token: z
      .strictObject({
        state: z.enum(["open", "used", "expired", "void"]),
        expiresAt: jsonDate,
        sentAt: jsonDate,
        openedAt: jsonDate.nullable(),
      })
      .nullable(),
    /** The newest email to the applicant. */
    mail: z
      .strictObject({
        id: z.uuid(),
        template: z.string(),
        state: z.enum(["held", "queued", "sent", "failed", "cancelled"]),
        attempts: count,
        error: z.string().nullable(),
        createdAt: jsonDate,
        sentAt: jsonDate.nullable(),
      })
      .nullable(),
    signals: z.array(requestSignal),
  })
  .meta({ id: "AccessRequest" });
export type RequestData = z.output<typeof accessRequest>;
export type AccessRequestView = z.input<typeof accessRequest>;

export const exampleRequest: AccessRequestView = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  email: "jane@company.com",
  emailDomain: "company.com",
  domainKind: "corporate",
  name: "Jane Doe",
  organization: "Acme Inc",
  buyerMode: "DIRECT_INFERENCE_VENDOR",
  useCase: "Record usage before monthly invoices go out.",
  source: "web",
  status: "pending",
  confirmed: true,
  version: 0,
  createdAt: "2026-09-30T09:00:00.000Z",
  submittedAt: "2026-09-30T09:00:00.000Z",
  late: null,
  snoozedUntil: null,
  assignee: null,
  question: null,
  decidedAt: null,
  decidedBy: null,
  decidedByRule: null,
  rejectionReason: null,
  approvalNote: null,
  firstApprovedBy: null,
  duplicateOf: null,
  joinTenant: null,
  joinAskedAt: null,
  undoUntil: null,
  tokenState: null,
  token: null,
  mail: null,
  signals: [{ kind: "same_domain", count: 2 }],
};
export const exampleReviewer = { id: exampleRequest.id, name: "Ana Admin", email: "ana@company.com" };
export const exampleApproved: AccessRequestView = {
  ...exampleRequest,
  status: "approved",
  version: 1,
  decidedAt: exampleRequest.createdAt,
  decidedBy: exampleReviewer,
  tokenState: "sent",
  token: { state: "open", expiresAt: exampleRequest.createdAt, sentAt: exampleRequest.createdAt, openedAt: null },
};

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

const personSelect = { select: { id: true, name: true, email: true } } as const;
/** Excludes emails to reviewers and organizations. */
export const toApplicant = { template: { notIn: ["request-waiting", "join-asked"] } };
export const mailSelect = {
  id: true,
  template: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  sentAt: true,
  sendAfter: true,
} as const satisfies Prisma.MailSelect;

export const accessRequestInclude = {
  decidedBy: personSelect,
  assignee: personSelect,
  firstApprovedBy: personSelect,
  decidedByRule: { select: { id: true, name: true } },
  duplicateOf: personSelect,
  joinTenant: { select: { id: true, name: true } },
  tokens: { where: { purpose: "APPROVAL" }, orderBy: { id: "desc" }, take: 5 },
  mails: {
    where: toApplicant,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 5,
    select: mailSelect,
  },
} satisfies Prisma.AccessRequestInclude;
export type RequestRow = Prisma.AccessRequestGetPayload<{ include: typeof accessRequestInclude }>;

/** Keeps the rows' order. */
export async function toAccessRequests(
  ctx: CoreContext,
  db: Database | Transaction,
  rows: RequestRow[],
  settings: InstanceSettings,
): Promise<RequestData[]> {
  const entitled = await entitledAmong(db, rows);
  const standing = rows.map((row) => withoutStaleApproval(row, entitled));
  const signals = await signalsOf(ctx, db, standing, settings);
  const now = ctx.clock.now();
  return standing.map((row) => ({ ...toAccessRequest(row, now, settings), signals: signals.get(row.id) ?? [] }));
}

export async function readAccessRequest(
  ctx: CoreContext,
  db: Database | Transaction,
  id: string,
): Promise<RequestData> {
  const row = await db.accessRequest.findUniqueOrThrow({ where: { id }, include: accessRequestInclude });
  const [request] = await toAccessRequests(ctx, db, [row], await getSettings(ctx, db));
  if (!request) throw new Error("A row was lost");
  return request;
}

function toAccessRequest(row: RequestRow, now: Date, settings: InstanceSettings): Omit<RequestData, "signals"> {
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
    joinTenant:
      row.joinTenantId && row.joinTenant ? { ...row.joinTenant, role: toTeamRole(row.joinRole ?? "MEMBER") } : null,
    joinAskedAt: row.status === "APPROVED" ? null : row.joinAskedAt,
    undoUntil: row.undoTo && row.undoUntil && row.undoUntil > now ? row.undoUntil : null,
    tokenState: tokenStateOf(row, now),
    token: toToken(row, now),
    mail: row.mails[0] ? toMail(row.mails[0], now) : null,
  };
}

function lateness(since: Date, now: Date, { amberAfterHours, redAfterHours }: InstanceSettings): RequestData["late"] {
  const isOlderThan = (hours: number) => secondsAfter(since, hours * 60 * 60) <= now;
  if (isOlderThan(redAfterHours)) return "red";
  return isOlderThan(amberAfterHours) ? "amber" : null;
}

function toToken(row: RequestRow, now: Date): RequestData["token"] {
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

function tokenStateOf(row: RequestRow, now: Date): RequestData["tokenState"] {
  if (row.tokens.length === 0) return null;
  if (row.tokens.some(({ usedAt }) => usedAt)) return "used";
  const alive = row.tokens.filter(({ voidedAt }) => !voidedAt);
  if (alive.length === 0) return "void";
  if (alive.every(({ expiresAt }) => expiresAt <= now)) return "expired";
  if (alive.some(({ openedAt }) => openedAt)) return "opened";
  const mail = row.mails.find(({ template, state }) => template === "access-approved" && state !== "CANCELLED");
  const state = mail ? toMail(mail, now).state : "sent";
  return state === "cancelled" ? "void" : state;
}

const mailStates = {
  QUEUED: "queued",
  SENT: "sent",
  FAILED: "failed",
  CANCELLED: "cancelled",
} as const satisfies Record<MailState, NonNullable<RequestData["mail"]>["state"]>;

export function toMail(mail: RequestRow["mails"][number], now: Date): NonNullable<RequestData["mail"]> {
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
