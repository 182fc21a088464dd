import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus, DomainKind } from "@/generated/prisma/enums";
import { domainOf } from "@/lib/values/domains";
import { isId } from "@/lib/values/tokens";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { tokenUrl } from "../mail/mail-links";

export const undecided: AccessRequestStatus[] = ["PENDING", "NEEDS_INFO", "SNOOZED"];
export const replaceable: AccessRequestStatus[] = [...undecided, "REJECTED"];
export const anyStatus: AccessRequestStatus[] = [...replaceable, "APPROVED", "REGISTERED", "EXPIRED"];

export function isUndecided({ status }: Pick<AccessRequest, "status">): boolean {
  return undecided.includes(status);
}

export const withoutFirstApproval = {
  firstApprovedById: null,
  approvalNote: null,
  joinTenantId: null,
  joinRole: null,
  joinAskedAt: null,
  joinAskedById: null,
  joinConfirmedAt: null,
} as const;

export const waitingAgain = {
  status: "PENDING",
  decidedAt: null,
  decidedById: null,
  decidedByRuleId: null,
  approvalExpiresAt: null,
  rejectionReason: null,
  ...withoutFirstApproval,
  duplicateOfId: null,
  question: null,
  snoozedUntil: null,
  undoUntil: null,
  undoTo: null,
} as const;

/** A registered request's account may have changed its address. */
export function openRequestOf(email: string) {
  return { email, status: { not: "REGISTERED" } } as const satisfies Prisma.AccessRequestWhereInput;
}

export function requestOfAccount(userId: string) {
  return { userId, status: "REGISTERED" } as const satisfies Prisma.AccessRequestWhereInput;
}

/**
 * Required before using or voiding its tokens. To avoid deadlocks, lock users (also those that the request will
 * reference), then tenants, then requests.
 */
export async function lockRequest(tx: Transaction, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM access_requests WHERE id = ${id}::uuid FOR UPDATE`;
}

export function domainKindOf(ctx: CoreContext, email: string): DomainKind {
  const domain = domainOf(email);
  // The public list contains disposable providers.
  if (ctx.isDisposableDomain(domain)) return "DISPOSABLE";
  return ctx.isPublicMailDomain(domain) ? "FREE" : "CORPORATE";
}

type Searched = Pick<AccessRequest, "name" | "email" | "organization" | "useCase">;

export function searchTextOf({ name, email, organization, useCase }: Searched, notes: string[]): string {
  return [name, email, organization, useCase, ...notes].join("\n").toLowerCase();
}

export function withNote(request: Pick<AccessRequest, "searchText">, note: string): Pick<AccessRequest, "searchText"> {
  return { searchText: `${request.searchText}\n${note.toLowerCase()}` };
}

export const requestEventKinds = [
  "submitted",
  "submitted_again",
  "words_replaced",
  "confirmed",
  "viewed",
  "note",
  "assigned",
  "unassigned",
  "snoozed",
  "woken",
  "question_asked",
  "question_answered",
  "use_case_changed",
  "first_approved",
  "join_asked",
  "join_confirmed",
  "join_declined",
  "approved",
  "rejected",
  "marked_duplicate",
  "approved_by_rule",
  "held_by_rule",
  "rejected_by_rule",
  "undone",
  "reopened",
  "approval_resent",
  "link_not_mailed",
  "approval_revoked",
  "approval_extended",
  "approval_expired",
  "link_copied",
  "opened",
  "blocked",
  "registered",
] as const;
export type RequestEventKind = (typeof requestEventKinds)[number];

/** No actor: the applicant, a rule or a job. */
export async function recordRequestEvent(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  event: { id?: string; kind: RequestEventKind; actor?: UserActor | "command line"; text?: string },
): Promise<void> {
  await tx.accessRequestEvent.create({
    data: {
      ...(event.id === undefined ? {} : { id: event.id }),
      accessRequestId,
      at: ctx.clock.now(),
      kind: event.kind,
      actorLabel: typeof event.actor === "object" ? event.actor.user.name : (event.actor ?? ""),
      text: event.text ?? "",
    },
  });
}

// Nothing is stored (ADR 0008).
const linkPurpose = "request-link";
const tokenPattern = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([A-Za-z0-9_-]{43})$/;

export function requestUrl(ctx: CoreContext, id: string): string {
  return tokenUrl(ctx.config, "request", id.replaceAll("-", "") + ctx.secrets.mac(linkPurpose, id));
}

/** The id in a valid link. Doesn't query the database. */
export function readRequestToken(ctx: CoreContext, token: string): string | null {
  const [, ...parts] = tokenPattern.exec(token) ?? [];
  const id = parts.slice(0, 5).join("-");
  return isId(id) && ctx.secrets.verifyMac(linkPurpose, id, parts[5] ?? "") ? id : null;
}
