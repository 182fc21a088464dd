export interface LimitRule {
  points: number;
  seconds: number;
  /** Points that a process may take at once and hand out by itself: for what is asked with nearly every request. */
  ahead?: number;
  /** A request that succeeds costs nothing, so that colleagues behind one address can all sign in. */
  isFreeOnSuccess?: true;
}

/**
 * Every rate limit, by what it protects. Keys are chosen by the caller: the client address for `…PerAddress`-less
 * names, an account, session or e-mail otherwise. RATE_LIMIT_SCALE multiplies `points`.
 */
export const limitRules = {
  login: { points: 10, seconds: 60, isFreeOnSuccess: true },
  mfaVerify: { points: 10, seconds: 60, isFreeOnSuccess: true },
  /** Questions to authenticators: every view of the sign-in page asks one. */
  passkeyOptions: { points: 60, seconds: 60 },
  register: { points: 5, seconds: 60 },
  requestAccess: { points: 5, seconds: 60 },
  passwordReset: { points: 3, seconds: 60 },
  resendVerification: { points: 3, seconds: 60 },
  /** Spending mailed tokens: guessing them is hopeless, flooding the database with guesses is not. */
  tokenUse: { points: 20, seconds: 60 },
  /** Passwords that are tried on one verification link, over the time that it works. */
  registrationPassword: { points: 10, seconds: 24 * 60 * 60 },
  refresh: { points: 30, seconds: 60 },
  setup: { points: 10, seconds: 60 },
  /** Invitations of one tenant. */
  invitation: { points: 20, seconds: 60 * 60 },
  /** Leaving for an identity provider and coming back from it. */
  sso: { points: 20, seconds: 60 },
  /** As the Pandora document has them. */
  pandoraSetup: { points: 3, seconds: 60 },
  pandoraLogin: { points: 5, seconds: 60 },
  pandoraRefresh: { points: 10, seconds: 60 },
  pandoraChangePassword: { points: 3, seconds: 60 },
  /** Any other request of one session. */
  session: { points: 120, seconds: 60, ahead: 15 },
  /** Passwords that one session has checked: step-up, changes, deletion. */
  passwordCheckOfSession: { points: 20, seconds: 60 },
  /** The same of all sessions of one account: higher, so that no single session uses it up for the others. */
  passwordCheck: { points: 100, seconds: 60 },
  /** Notices of new requests, to one reviewer. */
  requestNotice: { points: 30, seconds: 60 * 60 },
  /** Answers to requests for access, to one address. */
  accessMailPerRecipient: { points: 1, seconds: 60 * 60 },
  /** Word in the audit log that unusually many sign-ins fail. */
  failureAlert: { points: 1, seconds: 60 * 60 },
  /** Links that give a browser an attempt budget of its own, per account. */
  signInLink: { points: 1, seconds: 24 * 60 * 60 },
  /** Acts of one account that the mailbox proves: resets of the password and alarms. */
  mailboxProof: { points: 10, seconds: 24 * 60 * 60 },
  /** Mails that an admin sends to their own address to see them. */
  testMail: { points: 30, seconds: 60 * 60 },
  /** Changes of the email address that one account asks for: each mails an address that may be a stranger's. */
  emailChange: { points: 5, seconds: 24 * 60 * 60 },
  /** Invitations of one person, whatever tenant they are in. */
  inviter: { points: 20, seconds: 60 * 60 },
} as const satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof limitRules;

/** Whether a success gives its point back. A sign-up does so only where it needs an invitation. */
export function isFreeOnSuccess(
  name: LimitName,
  { signup, compatSignup }: { signup: string; compatSignup: string },
): boolean {
  if (name === "register") return signup === "approval" && compatSignup === "approval";
  const rule: LimitRule = limitRules[name];
  return rule.isFreeOnSuccess === true;
}
