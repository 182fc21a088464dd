import type { AccessRequestStatusValue, DomainKindValue, QueueTab, RequestSource } from "./queue";

/** What reviewers see of the queue. Dates are exact; a page renders them in the reader's zone. */
export interface Person {
  id: string;
  name: string;
  email: string;
}

/** What is known about a request besides its words; `count` where there is something to count, else 1. */
export interface RequestSignal {
  kind:
    | "free_mail"
    | "disposable"
    /** CONFIRM_REQUESTS is on and the address is not proven. */
    | "unconfirmed"
    /** Other requests of this (corporate) domain. */
    | "same_domain"
    /** Other requests from this client address. */
    | "same_ip"
    /** Somebody with an address of this (corporate) domain has an account. */
    | "known_tenant"
    /** Earlier rejections of this address. */
    | "rejected_before"
    /** Sent again that often. */
    | "resubmitted"
    /** Other requests that were marked as duplicates of this one. */
    | "duplicates"
    /** One approval is there, a second person has to give the other. */
    | "needs_second_approval"
    /** An organization has to agree before the applicant gets a link. */
    | "awaits_organization"
    /** A rule says that a person has to look at it; `decidedByRule` names it. */
    | "held_by_rule";
  count: number;
}

/**
 * The newest sign-up link and its mail. held: can be undone still; queued: about to be sent; failed: the mail did not
 * get through; opened: the sign-up form was opened with it; void: withdrawn.
 */
export type RequestTokenState = "held" | "queued" | "sent" | "failed" | "opened" | "used" | "expired" | "void";

export interface RequestMail {
  id: string;
  template: string;
  state: "held" | "queued" | "sent" | "failed" | "cancelled";
  attempts: number;
  /** Null: no attempt has failed. */
  error: string | null;
  createdAt: Date;
  /** Null: not sent. */
  sentAt: Date | null;
}

/** A request as a line of the queue, and as every act on one request answers. */
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
  /** Whether the address was proven by a mailed link. */
  confirmed: boolean;
  /** To be named in a decision, which is refused when the request has changed since. */
  version: number;
  createdAt: Date;
  submittedAt: Date;
  /** Null: decided, or not late. */
  late: "amber" | "red" | null;
  /** Null: not snoozed. */
  snoozedUntil: Date | null;
  assignee: Person | null;
  /** Null: no question to the applicant is open. */
  question: string | null;
  decidedAt: Date | null;
  /** Null: not decided, or by a rule. */
  decidedBy: Person | null;
  /** The rule that decided, or that holds a request which waits. */
  decidedByRule: { id: string; name: string } | null;
  rejectionReason: string | null;
  approvalNote: string | null;
  /** Null: no approval yet, or one is enough. */
  firstApprovedBy: Person | null;
  duplicateOf: { id: string; name: string; email: string } | null;
  joinTenant: { id: string; name: string; role: "owner" | "admin" | "member" } | null;
  /** Null: no organization is asked. Otherwise since when `joinTenant` is, before the approval takes effect. */
  joinAskedAt: Date | null;
  /** Null: nothing to undo (any more). */
  undoUntil: Date | null;
  /** Null: no sign-up link was ever made. */
  tokenState: RequestTokenState | null;
  /** The newest sign-up link; null when none was ever made. */
  token: { state: "open" | "used" | "expired" | "void"; expiresAt: Date; sentAt: Date; openedAt: Date | null } | null;
  /** The newest mail about the request; null when there is none. */
  mail: RequestMail | null;
  signals: RequestSignal[];
}

export interface AccessRequestPage {
  items: AccessRequestView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  /** By status, whatever the filter; `unconfirmed` ones are in no other number. */
  counts: Record<AccessRequestStatusValue | "unconfirmed" | "all", number>;
  /** By tab, whatever the filter. */
  tabs: Record<QueueTab, number>;
  /** What the page needs of the instance's settings. */
  settings: { undoSeconds: number; amberAfterHours: number; redAfterHours: number; fourEyesBuyerModes: string[] };
}

/** By whom: the reviewer's name; empty for the applicant, for rules and for what happens by itself. */
export interface TimelineEntry {
  id: string;
  at: Date;
  kind: TimelineKind;
  actorLabel: string;
  /** Note, reason, or what changed; a mail's template. Empty: nothing to say. */
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
/** Events of the request, its mails by their state, and the first steps of the account that came of it. */
export type TimelineKind =
  | RequestEventKind
  | "mail_held"
  | "mail_queued"
  | "mail_sent"
  | "mail_failed"
  | "mail_cancelled"
  | "email_verified"
  | "first_login";

/** An approval without a link that works: the address had had its share of mails when it was approved. */
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
  /** The roles that the reader may propose there. */
  joinRoles: ("member" | "admin")[];
}

export interface AccessRequestDetail extends AccessRequestView {
  ip: string;
  userAgent: string;
  locale: string;
  /** Only what was recorded for the request itself; oldest first. */
  events: { at: Date; kind: string; actorLabel: string; text: string }[];
  /** Everything, oldest first. */
  timeline: TimelineEntry[];
  related: RelatedRequest[];
  /** Decisions on earlier submissions of this address, newest first. */
  earlier: { at: Date; decision: "approved" | "rejected"; by: string; text: string }[];
  /** Tenants that have verified the domain of the address: candidates for joining. */
  tenantsOfDomain: TenantToJoin[];
  /** The first of them. */
  existingTenant: TenantToJoin | null;
  /** Other reviewers who have it open just now. */
  presence: PresentReviewer[];
}

/** Answer to a heartbeat: who else is here, and whether what is shown is still true. */
export interface Presence {
  others: PresentReviewer[];
  status: AccessRequestStatusValue;
  version: number;
}

/** Shown once; never stored in clear. */
export interface CopiedLink {
  url: string;
  expiresAt: Date;
}

/** Who may be made an assignee. */
export type Reviewer = Person;
