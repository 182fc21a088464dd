import type { Outcome } from "@/components/forms/outcome";

/** What the queue shows of a request; the shapes are those of lib/core/admin. */
export interface RequestItem {
  id: string;
  email: string;
  name: string;
  organization: string;
  buyerMode: string;
  useCase: string;
  status: RequestStatus;
  version: number;
  submittedAt: Date;
  decidedAt: Date | null;
  decidedBy: { name: string } | null;
  rejectionReason: string | null;
  approvalNote: string | null;
  token: { state: "open" | "used" | "expired" | "void"; expiresAt: Date; sentAt: Date } | null;
}

export interface RequestDetail extends RequestItem {
  ip: string;
  userAgent: string;
  events: { at: Date; kind: string; actorLabel: string; text: string }[];
  related: {
    id: string;
    name: string;
    email: string;
    status: RequestStatus;
    why: "domain" | "organization" | "ip" | "duplicate";
  }[];
  existingTenant: { name: string; members: number } | null;
}

export const statuses = ["pending", "needs_info", "snoozed", "approved", "rejected", "registered", "expired"] as const;
export type RequestStatus = (typeof statuses)[number];
export type Counts = Record<RequestStatus | "all", number>;

export interface RequestPage {
  items: RequestItem[];
  nextCursor: string | null;
  counts: Counts;
}

/** What an admin can do to a request, given by the page. */
export interface RequestActions {
  loadRequests: (input: { status?: RequestStatus; q?: string; cursor?: string }) => Promise<Outcome<RequestPage>>;
  approve: (input: { id: string; version: number; note?: string }) => Promise<Outcome<RequestItem>>;
  reject: (input: { id: string; version: number; reason?: string; notify: boolean }) => Promise<Outcome<RequestItem>>;
  reopen: (input: { id: string }) => Promise<Outcome<RequestItem>>;
  resend: (input: { id: string }) => Promise<Outcome<RequestItem>>;
  revoke: (input: { id: string }) => Promise<Outcome<RequestItem>>;
  addNote: (input: { id: string; note: string }) => Promise<Outcome<RequestItem>>;
}
