import { format, stripVTControlCharacters } from "node:util";
import pino, { type DestinationStream, type Logger } from "pino";
import type { Log } from "@/lib/core/kernel/ports";
import { plainReason } from "./plain-reason";
import { pageRequests } from "./server/page-request";

/** Names of fields that hold secrets, whatever object they are in. */
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

/**
 * Makes one line of the log of whatever Next, Node or a package writes to the console, or warns of. What comes of a form
 * that no action has taken over yet is no fault of ours, and a warning at most. Returns how to undo it.
 */
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

/** Says a line of the start: in words to a person at a terminal, as a line of the log to everything else. */
export function createVoice(level: "info" | "error" = "info"): (line: string) => void {
  if (process.stdout.isTTY) return (line) => void process.stdout.write(`${line}\n`);
  const log = createLog("info");
  return (line) => log[level](line);
}

/** Says why the process ends, on standard error, the way `createVoice` speaks. */
export function sayLastWords(error: unknown): void {
  const words = plainReason(error) ?? format(error);
  if (process.stderr.isTTY) process.stderr.write(`${words}\n`);
  else createLog("fatal", pino.destination({ dest: 2, sync: true })).fatal(words);
}
