"use client";

import { createContext, use } from "react";
import type { Outcome } from "@/components/forms/outcome";
import type { useStepUp } from "@/components/shared/step-up";
import type { Person } from "@/lib/core/access-requests/approvers";
import type { AccessRequestPage } from "@/lib/core/access-requests/queue";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import type { Act } from "./use-acts";

export type Question =
  | { kind: "reject" | "snooze" | "duplicate" | "preview" | "ask" | "block" | "erase"; item: AccessRequestView }
  | { kind: "bulk"; act: BulkAct; items: AccessRequestView[] };

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

/** Unsent input, kept while the reviewer views other requests. */
export interface Draft {
  note: string;
  /** Empty for a new tenant. */
  joinTenantId: string;
  joinRole: "member" | "admin";
  rejection: Rejection;
  question: string;
  internalNote: string;
}

export type BulkAct = "approve" | "reject" | "snooze" | "wake" | "assign" | "resend";

export interface QueueFrame {
  me: { id: string; name: string; isAdmin: boolean };
  modeLabels: Record<string, string>;
  /** Possible assignees, including the reader. */
  people: Person[];
  templates: ReplyTemplate[];
  /** Whether the settings allow these mails. */
  mails: { questions: boolean; rejections: boolean };
  settings: AccessRequestPage["settings"];
  joinRolesOf: Record<string, ("member" | "admin")[]>;
  ask: (question: Question) => void;
  draftOf: (id: string) => Draft;
  setDraft: (id: string, changed: Partial<Draft>) => void;
  /** Approves with the draft, and moves to the next. */
  approve: (item: AccessRequestView) => void;
  /** Request whose note to focus, a new object for each key press. */
  noteFor: { id: string } | null;
  onNoteReached: () => void;
  canUndo: boolean;
  undo: () => boolean;
  /** Focus target after an answer, or null for the opener. */
  focusAfter: () => HTMLElement | null;
  /** Asks for re-authentication if the action needs it. */
  withProof: ReturnType<typeof useStepUp>;
  act: (act: Act) => Promise<Outcome<AccessRequestView>>;
}

export const QueueFrameContext = createContext<QueueFrame | null>(null);

export function useQueueFrame(): QueueFrame {
  const frame = use(QueueFrameContext);
  if (!frame) throw new Error("Only inside the queue");
  return frame;
}
