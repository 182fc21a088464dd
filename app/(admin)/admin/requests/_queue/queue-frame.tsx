"use client";

import { createContext, use } from "react";
import type { Outcome } from "@/components/forms/outcome";
import type { useStepUp } from "@/components/shared/step-up";
import type { Person } from "@/lib/core/access-requests/approvers";
import type { AccessRequestPage } from "@/lib/core/access-requests/queue";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import type { Act } from "./use-acts";

/** A question above the queue, about one request or about several. */
export type Question =
  | { kind: "reject" | "snooze" | "duplicate" | "preview" | "ask" | "block" | "erase"; item: AccessRequestView }
  | { kind: "bulk"; act: BulkAct; items: AccessRequestView[] };

/** A sentence that is kept for another time. */
export interface ReplyTemplate {
  id: string;
  kind: "approval_note" | "rejection_reason" | "question";
  title: string;
  text: string;
}

export interface Rejection {
  reason: string;
  notify: boolean;
  internalNote: string;
}

/** What is typed into a decision before it is made; kept while the reviewer looks at others. */
export interface Draft {
  note: string;
  /** Empty: a tenant of their own. */
  joinTenantId: string;
  joinRole: "member" | "admin";
  rejection: Rejection;
  question: string;
  internalNote: string;
}

export type BulkAct = "approve" | "reject" | "snooze" | "wake" | "assign" | "resend";

/** What every part of the queue needs: what can be done, by whom, and how things are called. */
export interface QueueFrame {
  me: { id: string; name: string; isAdmin: boolean };
  modeLabels: Record<string, string>;
  /** Who may be made an assignee, oneself included. */
  people: Person[];
  templates: ReplyTemplate[];
  /** What applicants are mailed at all, by the settings. */
  mails: { questions: boolean; rejections: boolean };
  settings: AccessRequestPage["settings"];
  joinRolesOf: Record<string, ("member" | "admin")[]>;
  ask: (question: Question) => void;
  draftOf: (id: string) => Draft;
  setDraft: (id: string, changed: Partial<Draft>) => void;
  /** Approves with what was typed, and goes on to the next. */
  approve: (item: AccessRequestView) => void;
  /** The request whose note is to be written now; a new object for every press of the key. */
  noteFor: { id: string } | null;
  onNoteReached: () => void;
  /** The newest decision can still be taken back. */
  canUndo: boolean;
  undo: () => boolean;
  /** Where the focus goes when a question was answered: to the request that is up next. Null: back. */
  focusAfter: () => HTMLElement | null;
  /** Asks for a fresh proof where an act needs one. */
  withProof: ReturnType<typeof useStepUp>;
  act: (act: Act) => Promise<Outcome<AccessRequestView>>;
}

export const QueueFrameContext = createContext<QueueFrame | null>(null);

export function useQueueFrame(): QueueFrame {
  const frame = use(QueueFrameContext);
  if (!frame) throw new Error("Only inside the queue");
  return frame;
}
