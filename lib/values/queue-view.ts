import type { AccessRequestStatusValue, DomainKindValue, QueueTab, RequestSource } from "./queue";

export interface Person {
  id: string;
  name: string;
  email: string;
}

/** `count` is 1 where there is nothing to count. */
export interface RequestSignal {
  kind:
    | "free_mail"
    | "disposable"
    /** CONFIRM_REQUESTS is on and the address isn't verified. */
    | "unconfirmed"
    /** Other requests from this company domain. */
    | "same_domain"
    /** Other requests from this client address. */
    | "same_ip"
    /** The company domain has an account. */
    | "known_tenant"
    /** Earlier rejections of this address. */
    | "rejected_before"
    | "resubmitted"
    /** Requests marked as duplicates of this one. */
    | "duplicates"
    /** One of two approvals is given. */
    | "needs_second_approval"
    /** An organization has to confirm first. */
    | "awaits_organization"
    /** `decidedByRule` names the rule. */
    | "held_by_rule";
  count: number;
}

/**
 * The newest invitation. held: can be undone; failed: email not delivered; opened: sign-up form opened; void: revoked.
 */
export type RequestTokenState = "held" | "queued" | "sent" | "failed" | "opened" | "used" | "expired" | "void";

export interface RequestMail {
  id: string;
  template: string;
  state: "held" | "queued" | "sent" | "failed" | "cancelled";
  attempts: number;
  /** Null: no attempt failed. */
  error: string | null;
  createdAt: Date;
  /** Null: not sent. */
  sentAt: Date | null;
}

export interface AccessRequestView {
  id: string;
  email: string;
  emailDomain: string;
  domainKind: DomainKindValue;
  name: string;
  organization: string;
  buyerMode: string;
  useCase: string;
  source: RequestSource;
  status: AccessRequestStatusValue;
  confirmed: boolean;
  /** A decision names it and fails when the request has changed since. */
  version: number;
  createdAt: Date;
  submittedAt: Date;
  /** Null: decided, or not late. */
  late: "amber" | "red" | null;
  snoozedUntil: Date | null;
  assignee: Person | null;
  question: string | null;
  decidedAt: Date | null;
  /** Null: undecided, or decided by a rule. */
  decidedBy: Person | null;
  /** The rule that decided the request or holds it. */
  decidedByRule: { id: string; name: string } | null;
  rejectionReason: string | null;
  approvalNote: string | null;
  /** Null: no approval yet, or one is enough. */
  firstApprovedBy: Person | null;
  duplicateOf: { id: string; name: string; email: string } | null;
  joinTenant: { id: string; name: string; role: "owner" | "admin" | "member" } | null;
  /** When the organization in `joinTenant` was asked; null when none is. */
  joinAskedAt: Date | null;
  /** Null: can't be undone. */
  undoUntil: Date | null;
  tokenState: RequestTokenState | null;
  token: { state: "open" | "used" | "expired" | "void"; expiresAt: Date; sentAt: Date; openedAt: Date | null } | null;
  mail: RequestMail | null;
  signals: RequestSignal[];
}

export interface AccessRequestPage {
  items: AccessRequestView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  /** By status, unfiltered; `unconfirmed` is in no other count. */
  counts: Record<AccessRequestStatusValue | "unconfirmed" | "all", number>;
  /** By tab, unfiltered. */
  tabs: Record<QueueTab, number>;
  settings: { undoSeconds: number; amberAfterHours: number; redAfterHours: number; fourEyesBuyerModes: string[] };
}

/** `by`: the reviewer's name; empty for applicants, rules and jobs. */
export interface TimelineEntry {
  id: string;
  at: Date;
  kind: TimelineKind;
  actorLabel: string;
  /** Note, reason, change or email template; may be empty. */
  text: string;
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
export type TimelineKind =
  | RequestEventKind
  | "mail_held"
  | "mail_queued"
  | "mail_sent"
  | "mail_failed"
  | "mail_cancelled"
  | "email_verified"
  | "first_login";

/** An approval whose email was suppressed by the limit per address. */
export function isLinkMissing({ status, token }: Pick<AccessRequestView, "status" | "token">): boolean {
  return status === "approved" && (token === null || token.state === "void");
}

export interface RelatedRequest {
  id: string;
  name: string;
  email: string;
  organization: string;
  status: AccessRequestStatusValue;
  submittedAt: Date;
  why: "domain" | "organization" | "ip" | "duplicate";
}

export interface PresentReviewer {
  id: string;
  name: string;
  seenAt: Date;
}

export interface TenantToJoin {
  id: string;
  name: string;
  members: number;
  joinRoles: ("member" | "admin")[];
}

export interface AccessRequestDetail extends AccessRequestView {
  ip: string;
  userAgent: string;
  locale: string;
  /** Oldest first. */
  events: { at: Date; kind: string; actorLabel: string; text: string }[];
  /** Oldest first. */
  timeline: TimelineEntry[];
  related: RelatedRequest[];
  /** Newest first. */
  earlier: { at: Date; decision: "approved" | "rejected"; by: string; text: string }[];
  /** Tenants with a verified domain that matches the address. */
  tenantsOfDomain: TenantToJoin[];
  existingTenant: TenantToJoin | null;
  /** Other reviewers viewing the request. */
  presence: PresentReviewer[];
}

export interface Presence {
  others: PresentReviewer[];
  status: AccessRequestStatusValue;
  version: number;
}

/** Shown once; stored as a hash. */
export interface CopiedLink {
  url: string;
  expiresAt: Date;
}

export type Reviewer = Person;
