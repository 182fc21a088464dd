import pino, { type DestinationStream, type Logger } from "pino";

/** Names of fields that hold secrets, whatever object they are in. */
const secretFields = [
  ...["password", "currentPassword", "newPassword", "new_password", "token", "approvalToken", "setupToken"],
  ...["mfaTicket", "code", "totpCode", "totp_code", "secret", "otpauthUrl", "recoveryCodes", "backupCodes"],
  ...["refreshToken", "accessToken", "deviceToken", "access_token", "cookie", "authorization", "sealedPayload"],
];

/** JSON lines on standard output, or `to`; CR, LF and escapes of foreign text are escaped by JSON itself. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, to);
}
