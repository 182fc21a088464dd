import type { PlanName } from "@/lib/values/plans";

export interface MailOrigin {
  ip: string;
  userAgent: string;
  at: Date;
}

interface SecurityMail {
  name: string;
  /** Ends every session and starts a reset, after a button. */
  alarmUrl: string;
  origin: MailOrigin;
}

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
  /** "on", "off", "none", a number or a name. */
  value: string | number;
}

/** URLs are complete. Templates format dates. */
export interface MailTemplates {
  "access-requested": { name: string; organization: string; statusUrl: string };
  "more-information": { name: string; organization: string; question: string; url: string };
  /** The link decides nothing. */
  "request-waiting": {
    name: string;
    applicant: string;
    applicantEmail: string;
    organization: string;
    answered: boolean;
    url: string;
  };
  /** `newest`: one per line. */
  "requests-digest": { name: string; count: number; newest: string; url: string };
  /** With CONFIRM_REQUESTS only. */
  "confirm-request": {
    name: string;
    organization: string;
    hasOthers: boolean;
    url: string;
    expiresAt: Date;
    origin: MailOrigin;
  };
  "access-approved": { name: string; organization: string; url: string; expiresAt: Date; note: string | null };
  /** To an applicant who applied again after the approval had expired. */
  "approval-expired": { name: string; url: string };
  /** To the applicant: a reviewer made another sign-up link. */
  "link-copied": { name: string; at: Date };
  "access-rejected": { name: string; organization: string; reason: string | null };
  /** To the account's owner: the address was used to register or apply. */
  "already-registered": { name: string; loginUrl: string; resetUrl: string; origin: MailOrigin };
  /** Null or absent: stored in the account itself. */
  "verify-email": {
    name: string;
    organization?: string | null;
    url: string;
    expiresAt: Date;
    origin?: MailOrigin | null;
  };
  "password-reset": { name: string; url: string; expiresAt: Date; origin: MailOrigin };
  "password-changed": SecurityMail & { how: "changed" | "reset" };
  "email-change-confirm": { name: string; newEmail: string; url: string; expiresAt: Date; origin: MailOrigin };
  /** To the old address. The link cancels the change. */
  "email-change-requested": { name: string; newEmail: string; undoUrl: string; origin: MailOrigin };
  /** To the old address. The link undoes the change. */
  "email-changed": { name: string; newEmail: string; undoUrl: string; undoExpiresAt: Date; origin: MailOrigin };
  /** To the account's owner: another account wanted the address. */
  "email-change-collision": { name: string; origin: MailOrigin };
  "mfa-enabled": SecurityMail;
  "mfa-disabled": SecurityMail;
  "recovery-codes-regenerated": SecurityMail;
  "recovery-code-used": SecurityMail & { remaining: number };
  "session-theft-suspected": SecurityMail;
  "new-device": SecurityMail;
  /** The link makes the owner's browser known. */
  "sign-in-paused": { name: string; url: string; expiresAt: Date; origin: MailOrigin };
  "attempts-failed": SecurityMail;
  /** TOTP codes are refused for a day. */
  "second-factor-paused": SecurityMail;
  "passkey-added": SecurityMail & { passkey: string };
  "passkey-removed": SecurityMail & { passkey: string };
  "identity-linked": SecurityMail & { provider: string };
  "identity-unlinked": SecurityMail & { provider: string };
  "api-key-created": SecurityMail & { keyName: string };
  "api-key-expiring": { name: string; keyName: string; expiresAt: Date; keysUrl: string };
  /** `dueAt`: end of the grace period. */
  "two-factor-required": { name: string; dueAt: Date; isLast: boolean; setupUrl: string };
  "mfa-reset-scheduled": { name: string; reason: string; dueAt: Date; cancelUrl: string };
  "mfa-reset": SecurityMail;
  "mfa-reset-stopped": SecurityMail;
  "deletion-scheduled": { name: string; dueAt: Date; keepUrl: string; origin: MailOrigin };
  "account-deleted": { name: string };
  /** Without a name, since the reader may have no account. */
  invitation: {
    inviter: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    url: string;
    expiresAt: Date;
  };
  "test-mail": { name: string; mailsUrl: string };
  /** To every admin. */
  "webhook-failing": { name: string; url: string; reason: string; isTurnedOff: boolean; webhookUrl: string };
  "team-removed": { name: string; organization: string };
  "team-role-changed": { name: string; organization: string; role: "OWNER" | "ADMIN" | "MEMBER" };
  "account-deactivated": { name: string; reason: string };
  "account-reactivated": { name: string; loginUrl: string };
  "signed-out-by-admin": { name: string; isEverywhere: boolean; loginUrl: string };
  "api-key-revoked-by-admin": { name: string; keyName: string; keysUrl: string };
  "console-role-changed": { name: string; role: "admin" | "reviewer" | "user" };
  /** To owners and admins: an approved person wants to join. */
  "join-asked": {
    name: string;
    applicant: string;
    applicantEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    teamUrl: string;
  };
  /** To owners and admins. */
  "member-joined": {
    name: string;
    /** As given at sign-up. */
    applicant: string;
    /** Null: the same name. */
    approvedName: string | null;
    applicantEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN" | "MEMBER";
    teamUrl: string;
  };
  /** To owners and the sender. `by`: the sender's name. */
  "invitation-sent": {
    name: string;
    by: string;
    invitedEmail: string;
    organization: string;
    role: "OWNER" | "ADMIN";
    teamUrl: string;
  };
  /** To owners and admins. */
  "domain-lost": { name: string; organization: string; domain: string; teamUrl: string };
  "domain-verified": { name: string; organization: string; domain: string; teamUrl: string };
  /**
   * To owners and admins, or to other console admins (`organization` null). `by` and `byEmail` are null for the command
   * line.
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
  /** To owners. */
  "project-deleted": { name: string; organization: string; project: string; by: string };
  /** To owners. */
  "plan-changed": { name: string; organization: string; plan: PlanName; teamUrl: string };
  "production-changed": { name: string; organization: string; isActive: boolean };
}
