import type { Mail } from "@/generated/prisma/client";
import type { MailStateValue } from "@/lib/values/mails";

/** A mail as admins see it: never what it says to its reader alone. */
export interface MailView {
  id: string;
  to: string;
  template: string;
  locale: string;
  state: MailStateValue;
  attempts: number;
  /** What the last failed try was answered. Null: none has failed. */
  lastError: string | null;
  createdAt: Date;
  sentAt: Date | null;
  /** Null: as soon as possible. */
  sendAfter: Date | null;
  /** The request for access that it is about. Null: it is about something else. */
  accessRequestId: string | null;
}

export type MailRow = Omit<Mail, "mailbox" | "sealedPayload" | "preview">;

export const mailSelect = {
  id: true,
  to: true,
  template: true,
  locale: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  sentAt: true,
  sendAfter: true,
  accessRequestId: true,
} as const;

const states = { QUEUED: "queued", SENT: "sent", FAILED: "failed", CANCELLED: "cancelled" } as const;

export function toMailView(row: MailRow, now: Date): MailView {
  const isHeld = row.state === "QUEUED" && row.sendAfter !== null && row.sendAfter > now;
  return {
    id: row.id,
    to: row.to,
    template: row.template,
    locale: row.locale,
    state: isHeld ? "held" : states[row.state],
    attempts: row.attempts,
    lastError: row.lastError,
    createdAt: row.createdAt,
    sentAt: row.sentAt,
    sendAfter: row.sendAfter,
    accessRequestId: row.accessRequestId,
  };
}
