export interface LimitRule {
  points: number;
  seconds: number;
  /** Points that a process takes in one query, to spend by itself. */
  ahead?: number;
  /** A request that succeeds costs nothing, so that colleagues behind one address can all sign in. */
  isFreeOnSuccess?: true;
}

/** Rate limits per client address, or what the name or comment says. RATE_LIMIT_SCALE multiplies `points`. */
export const limitRules = {
  login: { points: 10, seconds: 60, isFreeOnSuccess: true },
  mfaVerify: { points: 10, seconds: 60, isFreeOnSuccess: true },
  /** One per view of the sign-in page. */
  passkeyOptions: { points: 60, seconds: 60 },
  register: { points: 5, seconds: 60 },
  requestAccess: { points: 5, seconds: 60 },
  passwordReset: { points: 3, seconds: 60 },
  resendVerification: { points: 3, seconds: 60 },
  /** Keeps guesses of tokens from flooding the database. */
  tokenUse: { points: 20, seconds: 60 },
  /** Per verification link. */
  registrationPassword: { points: 10, seconds: 24 * 60 * 60 },
  refresh: { points: 30, seconds: 60 },
  setup: { points: 10, seconds: 60 },
  /** Per tenant. */
  invitation: { points: 20, seconds: 60 * 60 },
  sso: { points: 20, seconds: 60 },
  /** As in Pandora's document. */
  pandoraSetup: { points: 3, seconds: 60 },
  pandoraLogin: { points: 5, seconds: 60 },
  pandoraRefresh: { points: 10, seconds: 60 },
  pandoraChangePassword: { points: 3, seconds: 60 },
  session: { points: 120, seconds: 60, ahead: 15 },
  passwordCheckOfSession: { points: 20, seconds: 60 },
  /** For all sessions of an account. Higher, so one session can't use it up. */
  passwordCheck: { points: 100, seconds: 60 },
  /** Per reviewer. */
  requestNotice: { points: 30, seconds: 60 * 60 },
  /** Per address. */
  accessMailPerRecipient: { points: 1, seconds: 60 * 60 },
  failureAlert: { points: 1, seconds: 60 * 60 },
  /** Per account. */
  signInLink: { points: 1, seconds: 24 * 60 * 60 },
  /** Password resets and alarms, per account. */
  mailboxProof: { points: 10, seconds: 24 * 60 * 60 },
  testMail: { points: 30, seconds: 60 * 60 },
  /** Per account, since each mails an unproven address. */
  emailChange: { points: 5, seconds: 24 * 60 * 60 },
  /** Per person, in all tenants. */
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
