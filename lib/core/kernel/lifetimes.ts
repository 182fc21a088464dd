/** Access 15 min. Refresh 7 days from issue, 30 days absolute. */
export const accessTokenSeconds = 15 * 60;
export const refreshTokenSeconds = 7 * 24 * 60 * 60;
/** Time in which the previous refresh token gets the same successor, for two tabs or a lost answer. */
export const refreshGraceSeconds = 30;
export const loginTicketSeconds = 5 * 60;
export const loginTicketAttempts = 5;
export const passkeyChallengeSeconds = 5 * 60;
export const ssoTicketSeconds = 15 * 60;
export const ssoIntentSeconds = 10 * 60;
export const clockLeewaySeconds = 30;
export const stepUpSeconds = 10 * 60;
export const totpEnrolmentSeconds = 15 * 60;
export const approvalSeconds = 14 * 24 * 60 * 60;
export const invitationSeconds = 14 * 24 * 60 * 60;
export const emailVerificationSeconds = 24 * 60 * 60;
/** Time in which the registering browser needs no password for its links. */
export const registrationCookieSeconds = 7 * 24 * 60 * 60;
export const requestConfirmationSeconds = 24 * 60 * 60;
export const unconfirmedRequestSeconds = 7 * 24 * 60 * 60;
export const passwordResetSeconds = 60 * 60;
export const emailChangeSeconds = 24 * 60 * 60;
export const emailChangeUndoSeconds = 72 * 60 * 60;
/** "This wasn't me" links. */
export const alarmSeconds = 7 * 24 * 60 * 60;
/** Links that make a browser known. */
export const signInLinkSeconds = 24 * 60 * 60;
export const accountDeletionSeconds = 7 * 24 * 60 * 60;
/** From the 2FA requirement until nothing else works. */
export const mfaGraceSeconds = 7 * 24 * 60 * 60;
/** From the 2FA requirement to the first mail. */
export const mfaFirstMailSeconds = 24 * 60 * 60;
/** From the second mail to the end of the grace period. */
export const mfaReminderSeconds = 24 * 60 * 60;
export const digestSeconds = 60 * 60;
/** Minimum between two writes. */
export const lastSeenSeconds = 60;

export function secondsAfter(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

export function earlierOf(a: Date, b: Date): Date {
  return new Date(Math.min(a.getTime(), b.getTime()));
}
