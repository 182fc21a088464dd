import type { PlanName } from "@/lib/values/plans";

/** Where a request came from, for mails that must let the reader recognise it. */
export interface MailOrigin {
  ip: string;
  userAgent: string;
  at: Date;
}

/** Tells the owner what was done to the account. */
interface SecurityMail {
  name: string;
  /** Opens "this wasn't me": ends every session and starts a reset, after a button. */
  alarmUrl: string;
  origin: MailOrigin;
}

/** A security setting as it is from now on. */
export interface ChangedSetting {
  setting:
    | "undoSeconds"
    | "fourEyesBuyerModes"
    | "rejectedRetentionDays"
    | "auditRetentionDays"
    | "requireMfaAdmins"
    | "requireMfaReviewers"
    | "requireMfaUsers"
    | "ruleChanged"
    | "ruleRemoved"
    | "rulesReordered"
    | "organizationMfa"
    | "organizationName"
    | "domainRemoved";
  /** "on", "off", "none", a number, or the name of what changed. */
  value: string | number;
}

/** Every mail that Foyer sends, with what its template needs. URLs are complete; dates are rendered by the template. */
export interface MailTemplates {
  /** Applicant: "we received your request". */
  "access-requested": { name: string; organization: string; statusUrl: string };
  /** Applicant: a reviewer's question; the link opens the page that takes the answer. */
  "more-information": { name: string; organization: string; question: string; url: string };
  /** Reviewer: a request waits, for the first time or with its answer. The link shows it and decides nothing. */
  "request-waiting": {
    name: string;
    applicant: string;
    applicantEmail: string;
    organization: string;
    answered: boolean;
    url: string;
  };
  /** Reviewer, hourly: what has arrived and waits still. `newest`: one a line. */
  "requests-digest": { name: string; count: number; newest: string; url: string };
  /** Applicant, CONFIRM_REQUESTS only: confirm what was sent, so that the request reaches the queue. */
  "confirm-request": {
    name: string;
    organization: string;
    /** Whether other versions of the request were sent with the address. */
    hasOthers: boolean;
    url: string;
    expiresAt: Date;
    origin: MailOrigin;
  };
  "access-approved": { name: string; organization: string; url: string; expiresAt: Date; note: string | null };
  /** Applicant, whose form was sent again after the approval had expired. The link opens their own page. */
  "approval-expired": { name: string; url: string };
  /** Applicant: a reviewer made another sign-up link, to hand over by other means. `at`: when. */
  "link-copied": { name: string; at: Date };
  "access-rejected": { name: string; organization: string; reason: string | null };
  /** Owner of an account whose address was used to request access or to register. */
  "already-registered": { name: string; loginUrl: string; resetUrl: string; origin: MailOrigin };
  /** Of one registration, with what and where it was made. Null or absent: it was not kept apart from its account. */
  "verify-email": {
    name: string;
    organization?: string | null;
    url: string;
    expiresAt: Date;
    origin?: MailOrigin | null;
  };
  "password-reset": { name: string; url: string; expiresAt: Date; origin: MailOrigin };
  "password-changed": SecurityMail & { how: "changed" | "reset" };
  /** New address: confirm the change. */
  "email-change-confirm": { name: string; newEmail: string; url: string; expiresAt: Date; origin: MailOrigin };
  /** Old address, when the change is asked for; the link cancels it. */
  "email-change-requested": { name: string; newEmail: string; undoUrl: string; origin: MailOrigin };
  /** Old address, when the change has happened; the link undoes it until `undoExpiresAt`. */
  "email-changed": { name: string; newEmail: string; undoUrl: string; undoExpiresAt: Date; origin: MailOrigin };
  /** Owner of an account whose address somebody else tried to move to. */
  "email-change-collision": { name: string; origin: MailOrigin };
  "mfa-enabled": SecurityMail;
  "mfa-disabled": SecurityMail;
  "recovery-codes-regenerated": SecurityMail;
  "recovery-code-used": SecurityMail & { remaining: number };
  /** An old refresh token came back: the session was ended. */
  "session-theft-suspected": SecurityMail;
  /** A sign-in from a browser that the account had not been used from. */
  "new-device": SecurityMail;
  /** Strangers have used up the account's attempts; the link gives the owner's browser its own. */
  "sign-in-paused": { name: string; url: string; expiresAt: Date; origin: MailOrigin };
  /** Wrong passwords or codes in a row, by somebody who is signed in or knows the password. */
  "attempts-failed": SecurityMail;
  /** So many wrong codes in a row that codes of an authenticator are not accepted for a day. */
  "second-factor-paused": SecurityMail;
  "passkey-added": SecurityMail & { passkey: string };
  "passkey-removed": SecurityMail & { passkey: string };
  "identity-linked": SecurityMail & { provider: string };
  "identity-unlinked": SecurityMail & { provider: string };
  "api-key-created": SecurityMail & { keyName: string };
  "api-key-expiring": { name: string; keyName: string; expiresAt: Date; keysUrl: string };
  /** Two-factor authentication has to be set up until `dueAt`. The link leads to the set-up. */
  "two-factor-required": { name: string; dueAt: Date; isLast: boolean; setupUrl: string };
  /** An admin's reset waits; the link stops it. */
  "mfa-reset-scheduled": { name: string; reason: string; dueAt: Date; cancelUrl: string };
  "mfa-reset": SecurityMail;
  /** The owner stopped an admin's reset, signed in or by the link. */
  "mfa-reset-stopped": SecurityMail;
  "deletion-scheduled": { name: string; dueAt: Date; keepUrl: string; origin: MailOrigin };
  "account-deleted": { name: string };
  /** To somebody who may have no account yet, hence without their name. */
  invitation: {
    inviter: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    url: string;
    expiresAt: Date;
  };
  /** To the admin who wants to know whether mail arrives. */
  "test-mail": { name: string; mailsUrl: string };
  /** To every admin: a webhook's receiver does not answer. */
  "webhook-failing": { name: string; url: string; reason: string; isTurnedOff: boolean; webhookUrl: string };
  "team-removed": { name: string; organization: string };
  "team-role-changed": { name: string; organization: string; role: "OWNER" | "ADMIN" | "MEMBER" };
  /** An admin has closed the account; signing in says so. */
  "account-deactivated": { name: string; reason: string };
  "account-reactivated": { name: string; loginUrl: string };
  "signed-out-by-admin": { name: string; isEverywhere: boolean; loginUrl: string };
  "api-key-revoked-by-admin": { name: string; keyName: string; keysUrl: string };
  /** What the person may do in the dashboard's administration from now on. */
  "console-role-changed": { name: string; role: "admin" | "reviewer" | "user" };
  /** To the owners and admins of a tenant: somebody was approved for it and waits for their yes. */
  "join-asked": {
    name: string;
    applicant: string;
    applicantEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    teamUrl: string;
  };
  /** To the owners and admins of a tenant that somebody has joined. */
  "member-joined": {
    name: string;
    /** As given at sign-up. */
    applicant: string;
    /** What a reviewer approved, where that is another name. */
    approvedName: string | null;
    applicantEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    teamUrl: string;
  };
  /** To the owners of a tenant and whoever sent it: an address was invited as an owner or an admin. `by`: the sender's name. */
  "invitation-sent": {
    name: string;
    by: string;
    invitedEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN";
    teamUrl: string;
  };
  /** To the owners and admins of a tenant whose mail domain counts from now on. */
  "domain-lost": { name: string; organization: string; domain: string; teamUrl: string };
  "domain-verified": { name: string; organization: string; domain: string; teamUrl: string };
  /**
   * To the owners and admins of a tenant, or to the other admins of the console (`organization` null). `by` and `byEmail`
   * are null for the command line.
   */
  "security-setting-changed": {
    name: string;
    organization: string | null;
    by: string | null;
    byEmail: string | null;
    at: Date;
    changes: ChangedSetting[];
    settingsUrl: string;
  };
  /** To the owners of a tenant; `by`: the name of whoever did it. */
  "project-deleted": { name: string; organization: string; project: string; by: string };
  /** To the owners of a tenant. */
  "plan-changed": { name: string; organization: string; plan: PlanName; teamUrl: string };
  "production-changed": { name: string; organization: string; isActive: boolean };
}
