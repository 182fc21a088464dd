import pino, { type Logger } from "pino";

/** Names of fields that hold secrets, whatever object they are in. */
const secretFields = [
  ...["password", "currentPassword", "newPassword", "new_password", "token", "approvalToken", "setupToken"],
  ...["mfaTicket", "code", "totpCode", "totp_code", "secret", "otpauthUrl", "recoveryCodes", "backupCodes"],
  ...["refreshToken", "accessToken", "deviceToken", "access_token", "cookie", "authorization", "sealedPayload"],
];

/** JSON lines on standard output; CR, LF and escapes of foreign text are escaped by JSON itself. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" },
    formatters: { level: (label) => ({ level: label }) },
  });
}
