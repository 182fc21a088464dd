import { format, stripVTControlCharacters } from "node:util";
import pino, { type DestinationStream, type Logger } from "pino";
import type { Log } from "@/lib/core/kernel/ports";
import { plainReason } from "./plain-reason";
import { pageRequests } from "./server/page-request";

const secretFields = [
  "password",
  "currentPassword",
  "newPassword",
  "new_password",
  "token",
  "approvalToken",
  "setupToken",
  "mfaTicket",
  "code",
  "totpCode",
  "totp_code",
  "secret",
  "otpauthUrl",
  "recoveryCodes",
  "backupCodes",
  "refreshToken",
  "accessToken",
  "deviceToken",
  "access_token",
  "cookie",
  "authorization",
  "sealedPayload",
];

const form = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
};

/** JSON escapes CR, LF and control characters. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const redact = { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" };
  return pino({ ...form, level, redact }, to);
}

/** Skips redaction because its fields are fixed and never secret. */
export function createRequestLog(level: string): Logger {
  return pino({ ...form, level }, pino.destination({ dest: 1, sync: false }));
}

type ConsoleMethod = "debug" | "log" | "info" | "warn" | "error" | "trace";
const consoleLevels: Record<ConsoleMethod, keyof Log> = {
  debug: "info",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
  trace: "error",
};
const consoleCharactersMax = 8_000;

/** Errors of a form before an action begins are at most warnings. Returns the undo. */
export function takeOverConsole(log: Log): () => void {
  const methods = Object.keys(consoleLevels) as ConsoleMethod[];
  const own = methods.map((name) => [name, console[name]] as const);
  for (const name of methods) {
    console[name] = (...args: unknown[]) => {
      const said = stripVTControlCharacters(format(...args)).trim();
      if (said === "") return;
      const page = pageRequests.getStore();
      const isSent = consoleLevels[name] === "error" && page?.isForm === true && !page.isActionBegun;
      const level: keyof Log = isSent ? "warn" : consoleLevels[name];
      log[level](page ? { requestId: page.requestId } : {}, said.slice(0, consoleCharactersMax));
    };
  }
  const onWarning = (warning: Error) => log.warn({ warning: warning.name }, warning.message);
  const listeners = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", onWarning);
  return () => {
    for (const [name, method] of own) console[name] = method;
    process.off("warning", onWarning);
    for (const listener of listeners) process.on("warning", listener);
  };
}

export function createVoice(level: "info" | "error" = "info"): (line: string) => void {
  if (process.stdout.isTTY) return (line) => void process.stdout.write(`${line}\n`);
  const log = createLog("info");
  return (line) => log[level](line);
}

export function sayLastWords(error: unknown): void {
  const words = plainReason(error) ?? format(error);
  if (process.stderr.isTTY) process.stderr.write(`${words}\n`);
  else createLog("fatal", pino.destination({ dest: 2, sync: true })).fatal(words);
}
