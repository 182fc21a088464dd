import type { MailOrigin } from "@/lib/core/kernel/mail";

export type JourneyStep = "request" | "review" | "signUp" | "verify" | "protect" | "in";

export interface MailContent {
  subject: string;
  /** Shown beside the subject. */
  preview: string;
  greeting: string;
  paragraphs: string[];
  /** Another person's text. */
  quote?: { label: string; text: string } | undefined;
  action?: { label: string; url: string } | undefined;
  /** For example how long the link works. */
  afterAction?: string[];
  /** Time, address and device, on security emails. */
  origin?: MailOrigin | undefined;
  why: string;
  journey?: JourneyStep;
}

export interface OriginLine {
  label: string;
  value: string;
}

export interface StepLine {
  label: string;
  state: "done" | "now" | "ahead";
  text: string;
}
