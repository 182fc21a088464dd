/** Where a request came from, for mails that must let the reader recognise it. */
export interface MailOrigin {
  ip: string;
  userAgent: string;
  at: Date;
}

/** Every mail that Foyer sends, with what its template needs. URLs are complete; dates are rendered by the template. */
export interface MailTemplates {
  /** Applicant: "we have your request". */
  "access-requested": { name: string; organization: string };
  /** Applicant, CONFIRM_REQUESTS only: press the button so that the request reaches the queue. */
  "confirm-request": { name: string; url: string; expiresAt: Date };
  "access-approved": { name: string; organization: string; url: string; expiresAt: Date; note: string | null };
  "access-rejected": { name: string; organization: string; reason: string | null };
  /** Owner of an account whose address was used to request access or to register. */
  "already-registered": { name: string; loginUrl: string; resetUrl: string; origin: MailOrigin };
  "verify-email": { name: string; url: string; expiresAt: Date };
  "password-reset": { name: string; url: string; expiresAt: Date; origin: MailOrigin };
  "password-changed": { name: string; how: "changed" | "reset"; resetUrl: string; origin: MailOrigin };
  /** New address: confirm the change. */
  "email-change-confirm": { name: string; newEmail: string; url: string; expiresAt: Date; origin: MailOrigin };
  /** Old address, when the change is asked for; the link cancels it. */
  "email-change-requested": { name: string; newEmail: string; undoUrl: string; origin: MailOrigin };
  /** Old address, when the change has happened; the link undoes it until `undoExpiresAt`. */
  "email-changed": { name: string; newEmail: string; undoUrl: string; undoExpiresAt: Date; origin: MailOrigin };
  /** Owner of an account whose address somebody else tried to move to. */
  "email-change-collision": { name: string; origin: MailOrigin };
  "mfa-enabled": { name: string; securityUrl: string; origin: MailOrigin };
  "mfa-disabled": { name: string; securityUrl: string; origin: MailOrigin };
  "recovery-codes-regenerated": { name: string; securityUrl: string; origin: MailOrigin };
  "recovery-code-used": { name: string; remaining: number; securityUrl: string; origin: MailOrigin };
  /** An old refresh token came back: the session was ended. */
  "session-theft-suspected": { name: string; securityUrl: string; resetUrl: string; origin: MailOrigin };
}
