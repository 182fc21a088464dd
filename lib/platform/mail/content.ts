import type { MailOrigin } from "@/lib/core/kernel/mail";

/** Steps of the applicant's way in, as every mail of the journey names them. */
export type JourneyStep = "request" | "review" | "signUp" | "verify" | "protect" | "in";

/** What a mail says, before it is HTML or text. */
export interface MailContent {
  subject: string;
  /** What clients show beside the subject. */
  preview: string;
  greeting: string;
  paragraphs: string[];
  /** Somebody's own words, set apart. */
  quote?: { label: string; text: string } | undefined;
  action?: { label: string; url: string } | undefined;
  /** Below the button: how long it works, what if it was not you. */
  afterAction?: string[];
  /** Above the button, on security emails: when, where from, with what. */
  origin?: MailOrigin | undefined;
  /** Why the reader gets this. */
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
  /** As text: "Request ✓", "Review (now)", "Sign up". */
  text: string;
}
