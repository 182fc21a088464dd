/** How long things live: access 15 min; refresh 7 days from issue, 30 days absolute. */
export const accessTokenSeconds = 15 * 60;
export const refreshTokenSeconds = 7 * 24 * 60 * 60;
/** A refresh token one generation behind gets the same successor again for this long: two tabs, a lost answer. */
export const refreshGraceSeconds = 30;
export const loginTicketSeconds = 5 * 60;
export const loginTicketAttempts = 5;
/** From the question to the answer of an authenticator. */
export const passkeyChallengeSeconds = 5 * 60;
/** Between an identity provider and the one more step here that an arrival needs. */
export const ssoTicketSeconds = 15 * 60;
/** From "Connect" or "Continue with…" to the return from the provider. */
export const ssoIntentSeconds = 10 * 60;
/** How far the clock of an identity provider may be from ours. */
export const clockLeewaySeconds = 30;
export const stepUpSeconds = 10 * 60;
export const totpEnrolmentSeconds = 15 * 60;
export const approvalSeconds = 14 * 24 * 60 * 60;
export const invitationSeconds = 14 * 24 * 60 * 60;
export const emailVerificationSeconds = 24 * 60 * 60;
/** How long the browser that registered needs no password for the links of that registration. */
export const registrationCookieSeconds = 7 * 24 * 60 * 60;
export const requestConfirmationSeconds = 24 * 60 * 60;
/** How long a request waits for its applicant to prove the address. */
export const unconfirmedRequestSeconds = 7 * 24 * 60 * 60;
export const passwordResetSeconds = 60 * 60;
export const emailChangeSeconds = 24 * 60 * 60;
export const emailChangeUndoSeconds = 72 * 60 * 60;
/** "This wasn't me" links; what was added to get in during this time goes with the alarm. */
export const alarmSeconds = 7 * 24 * 60 * 60;
/** Links that give a browser an attempt budget of its own. */
export const signInLinkSeconds = 24 * 60 * 60;
/** From the wish to delete an account to its end. */
export const accountDeletionSeconds = 7 * 24 * 60 * 60;
/** From the moment two-factor authentication is required of a person until nothing else works. */
export const mfaGraceSeconds = 7 * 24 * 60 * 60;
/** How long after that moment the first mail goes out. */
export const mfaFirstMailSeconds = 24 * 60 * 60;
/** How long before that end the second mail goes out. */
export const mfaReminderSeconds = 24 * 60 * 60;
/** Between two mails that list what has arrived in the queue. */
export const digestSeconds = 60 * 60;
/** Last-seen times are written at most this often. */
export const lastSeenSeconds = 60;

export function secondsAfter(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

export function earlierOf(a: Date, b: Date): Date {
  return new Date(Math.min(a.getTime(), b.getTime()));
}
