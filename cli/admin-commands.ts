import { randomBytes } from "node:crypto";
import { toCsv, toJsonArray } from "@/lib/api/http/csv";
import { approveFromCommandLine } from "@/lib/core/access-requests/approve";
import { findRequestId, readRequestRows } from "@/lib/core/access-requests/export";
import { setUserRole } from "@/lib/core/accounts/manage-users";
import { endUserSessions } from "@/lib/core/accounts/user-access";
import { findUserId, readUserRows } from "@/lib/core/accounts/users";
import { readAuditRows } from "@/lib/core/audit/audit-events";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { acceptKey } from "@/lib/core/key-rotation/check-key";
import { changeSettings } from "@/lib/core/settings/settings";
import { createAdmin } from "@/lib/core/settings/setup";
import { resetMfaNow } from "@/lib/core/sign-in/mfa/reset";
import type { Env } from "@/lib/platform/env";
import { canonicalEmail } from "@/lib/values/email";
import { setupSchema } from "@/lib/values/forms";
import { accessRequestStatusSchema, isLinkMissing } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { reader } from "./set-up-process";

const mfaSettings = {
  admins: "requireMfaAdmins",
  reviewers: "requireMfaReviewers",
  users: "requireMfaUsers",
} as const;

export const acceptNewSecret = "accept-new-secret";

export const help = `Usage: npm run -s admin -- COMMAND [--json]

  create-admin EMAIL [NAME]            Creates an admin who can sign in. Uses ADMIN_PASSWORD, or generates a password.
  make-admin EMAIL                     Makes an existing user an admin.
  reset-mfa EMAIL                      Turns off two-factor authentication immediately.
  require-mfa ROLE on|off              Requires two-factor authentication for a role, or stops requiring it.
  revoke-sessions EMAIL                Signs a user out everywhere.
  list-requests [--status STATUS]      Lists access requests, oldest first.
  approve EMAIL|ID [--note NOTE]       Approves a request and emails the invitation link.
  export requests|users|audit [--format csv|json]   Writes all rows to standard output.
  accept-new-secret                    Accepts this AUTH_SECRET when the earlier one is lost. Ends all sessions, emailed
                                       links, authenticator apps and webhook secrets.

ROLE: ${Object.keys(mfaSettings).join(", ")}
STATUS: ${accessRequestStatusSchema.options.join(", ")}
--json: writes one JSON value to standard output.
Exit codes: 0 success, 1 failure, 2 invalid arguments.`;

const required: Record<string, readonly string[]> = {
  "create-admin": ["EMAIL"],
  "make-admin": ["EMAIL"],
  "reset-mfa": ["EMAIL"],
  "require-mfa": ["ROLE", "on|off"],
  "revoke-sessions": ["EMAIL"],
  approve: ["EMAIL|ID"],
  export: ["requests|users|audit"],
};

/** Empty when no command was given. */
export function problemOf([name, ...words]: string[]): string {
  if (name === undefined) return "";
  if (!Object.hasOwn(commands, name)) return `Unknown command "${name}".`;
  const missing = required[name]?.[words.length];
  return missing ? `Missing argument for ${name}: ${missing}.` : `Invalid arguments for ${name}.`;
}

interface Given {
  words: string[];
  isJson: boolean;
  status?: string | undefined;
  note?: string | undefined;
  format?: string | undefined;
}

/** Returns why it failed, or null. */
type Work = (ctx: CoreContext, env: Env) => Promise<string | null>;

/** A command returns null when an argument is missing. */
export const commands: Record<string, (given: Given) => Work | null> = {
  "create-admin": (given) => {
    const { words, isJson } = given;
    const [email, ...name] = words;
    return email ? (ctx, env) => makeNewAdmin(ctx, env, email, name.join(" ") || "Admin", isJson) : null;
  },
  [acceptNewSecret]: (given) => {
    if (given.words.length > 0) return null;
    return async (ctx) => {
      await acceptKey(ctx);
      const lost =
        "The server now starts with this AUTH_SECRET. Existing sessions, emailed links, authenticator apps and webhook secrets no longer work. Diagnostics show how many values are lost. Use reset-mfa for users who can't sign in.";
      return say(given, { accepted: true }, lost);
    };
  },
  "make-admin": (given) =>
    forAccount(given, async (ctx, id, email) => {
      const made = await setUserRole(ctx, "command line", { id, role: "admin" });
      return made.ok ? say(given, { email, role: "admin" }, `${email} is now an admin. We emailed them.`) : why(made);
    }),
  "reset-mfa": (given) =>
    forAccount(given, async (ctx, _, email) => {
      const reset = await resetMfaNow(ctx, { email });
      const words = `Two-factor authentication is off for ${email}, and every session has ended. We emailed them.`;
      return reset.ok ? say(given, { email }, words) : why(reset);
    }),
  "require-mfa": (given) => {
    const [role = "", state = "", ...rest] = given.words;
    const setting = Object.entries(mfaSettings).find(([name]) => name === role)?.[1];
    if (!setting || rest.length > 0 || (state !== "on" && state !== "off")) return null;
    return async (ctx) => {
      const changed = await changeSettings(ctx, "command line", { [setting]: state === "on" });
      const words = `Two-factor authentication is ${state === "on" ? "required" : "no longer required"} for ${role}.`;
      return changed.ok ? say(given, { role, required: state === "on" }, words) : why(changed);
    };
  },
  "revoke-sessions": (given) =>
    forAccount(given, async (ctx, id, email) => {
      const ended = await endUserSessions(ctx, "command line", { id });
      if (!ended.ok) return why(ended);
      const { revoked } = ended.value;
      return say(given, { email, revoked }, `Signed ${email} out everywhere. Sessions ended: ${revoked}.`);
    }),
  "list-requests": ({ words, status, isJson }) => {
    const wanted = status === undefined ? null : accessRequestStatusSchema.safeParse(status);
    if (words.length > 0 || wanted?.success === false) return null;
    return async (ctx) => {
      const batches = readRequestRows(ctx, wanted?.data ?? null);
      if (isJson) return write(toJsonArray(batches));
      for await (const rows of batches) {
        for (const row of rows)
          console.log([row.id, row.status, row.submittedAt, row.email, row.organization].join("\t"));
      }
      return null;
    };
  },
  approve: (given) => {
    const [typed, ...rest] = given.words;
    const key = typed === undefined ? null : isId(typed) ? typed : canonicalEmail(typed);
    if (!key || rest.length > 0) return null;
    return async (ctx) => {
      const id = await findRequestId(ctx, key);
      if (!id) return `Not approved: no request found for ${key}.`;
      const approved = await approveFromCommandLine(ctx, { id, note: given.note?.trim() || null });
      if (!approved.ok) return why(approved);
      const { email, status } = approved.value;
      const told = isLinkMissing(approved.value)
        ? `We didn't email ${email}, because we've sent them four of these within an hour. Resend the link later.`
        : `We'll email an invitation link to ${email}.`;
      return say(given, { id, email, status }, `Approved. ${told}`);
    };
  },
  export: ({ words: [table = "", ...rest], format = "csv", isJson }) => {
    const kind = isJson ? "json" : format;
    const read = tables[table];
    if (!read || rest.length > 0 || (kind !== "csv" && kind !== "json")) return null;
    return (ctx) => read(ctx, kind);
  },
};

type Format = "csv" | "json";

const tables: Record<string, (ctx: CoreContext, format: Format) => Promise<null>> = {
  requests: (ctx, format) => writeTable(readRequestRows(ctx, null), format, requestColumns),
  users: (ctx, format) => writeTable(readUserRows(ctx), format, userColumns),
  audit: (ctx, format) => writeTable(readAuditRows(ctx, format), format, auditColumns),
};

const requestColumns = [
  ...(["id", "status", "email", "name", "organization", "buyerMode", "useCase", "source"] as const),
  ...(["submittedAt", "decidedAt", "decidedBy"] as const),
];
const userColumns = [
  ...(["id", "email", "name", "rights", "tenant", "plan", "tenantRole", "mfa"] as const),
  ...(["emailVerifiedAt", "deactivatedAt", "createdAt"] as const),
];
const auditColumns = [
  ...(["id", "at", "actor", "actorType", "action", "target", "targetId"] as const),
  ...(["ip", "userAgent", "requestId", "details", "sequence", "hash"] as const),
];

function writeTable<Row extends Record<string, string>>(
  batches: AsyncIterable<Row[]>,
  format: Format,
  columns: readonly (keyof Row & string)[],
): Promise<null> {
  return write(format === "csv" ? toCsv(batches, columns) : toJsonArray(batches));
}

async function write(pieces: AsyncIterable<string>): Promise<null> {
  for await (const piece of pieces) {
    if (reader.isGone) break;
    if (process.stdout.write(piece)) continue;
    await Promise.race([new Promise((resume) => process.stdout.once("drain", resume)), reader.gone]);
  }
  return null;
}

function forAccount(
  { words: [typed = "", ...rest] }: Given,
  act: (ctx: CoreContext, userId: string, email: string) => Promise<string | null>,
): Work | null {
  const email = canonicalEmail(typed);
  if (!email || rest.length > 0) return null;
  return async (ctx) => {
    const userId = await findUserId(ctx, email);
    return userId ? act(ctx, userId, email) : `Nothing changed: no account found for ${email}.`;
  };
}

function say({ isJson }: Pick<Given, "isJson">, value: object, words: string): null {
  console.log(isJson ? JSON.stringify(value) : words);
  return null;
}

const reasons: Partial<Record<ErrorCode, string>> = {
  mfa_not_enabled: "two-factor authentication is off for this account",
  account_deactivated: "this account is deactivated",
  email_not_verified: "this account's email isn't verified",
  request_already_decided: "this request has already been decided",
  request_changed: "this request just changed. Try again",
};

function why({ error }: { error: { code: ErrorCode } }): string {
  return `Nothing changed: ${reasons[error.code] ?? error.code}.`;
}

async function makeNewAdmin(
  ctx: CoreContext,
  env: Env,
  email: string,
  name: string,
  isJson: boolean,
): Promise<string | null> {
  const password = env.ADMIN_PASSWORD ?? randomBytes(12).toString("base64url");
  const input = setupSchema.safeParse({ email, name, password });
  if (!input.success)
    return `Not created: ${input.error.issues.map(({ path, message }) => `${path}: ${message}`).join(", ")}`;
  const created = await createAdmin(ctx, input.data);
  if (!created.ok) {
    return created.error.code === "email_taken"
      ? `Not created: an account for ${input.data.email} already exists.`
      : "Not created: ADMIN_PASSWORD is easy to guess.";
  }
  const { id } = created.value.user;
  const made = env.ADMIN_PASSWORD ? {} : { password };
  const secret = env.ADMIN_PASSWORD ? "with the password from ADMIN_PASSWORD" : `with the password ${password}`;
  const words = `Created ${created.value.user.email}. Sign in at ${ctx.config.appUrl}/login ${secret}.`;
  return say({ isJson }, { id, email: created.value.user.email, ...made }, words);
}
