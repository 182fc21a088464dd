import pino, { type DestinationStream, type Logger } from "pino";

/** Names of fields that hold secrets, whatever object they are in. */
const secretFields = [
  ...["password", "currentPassword", "newPassword", "new_password", "token", "approvalToken", "setupToken"],
  ...["mfaTicket", "code", "totpCode", "totp_code", "secret", "otpauthUrl", "recoveryCodes", "backupCodes"],
  ...["refreshToken", "accessToken", "deviceToken", "access_token", "cookie", "authorization", "sealedPayload"],
];

const form = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
};

/** JSON lines on standard output, or `to`; CR, LF and escapes of foreign text are escaped by JSON itself. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const redact = { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" };
  return pino({ ...form, level, redact }, to);
}

/**
 * For the one line that every request leaves. It has always the same fields, none of them a secret, so nothing is
 * searched for secrets; and while one line is written the next ones gather, instead of holding up their answers.
 */
export function createRequestLog(level: string): Logger {
  return pino({ ...form, level }, pino.destination({ dest: 1, sync: false }));
}
