import type { Prisma } from "@/generated/prisma/client";
import type { AttemptKind } from "@/generated/prisma/enums";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { UserActor } from "../kernel/actors";
import { type CoreContext, jobRequest } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { ErrorCode } from "../kernel/errors";
import { err, type Result } from "../kernel/result";
import { endGuessedSession } from "../sessions/end-sessions";
import {
  clearAndProve,
  clearRows,
  codeSources,
  codesInARow,
  enrolmentSources,
  failuresInSession,
  giveBack,
  isRowOfCodes,
  longestPause,
  passwordSources,
  type Sources,
  type TakenRow,
  takeFrom,
} from "./attempt-budgets";

/** Stored in the audit log: renaming needs a migration. */
export type GuardedAct =
  | "sign_in"
  | "link_identity"
  | "step_up"
  | "change_password"
  | "change_email"
  | "enable_mfa"
  | "disable_mfa"
  | "delete_account"
  | "verify_email";

export interface Guess {
  act: GuardedAct;
  /** `unknownAccountId` for an email without an account. */
  userId: string;
  /** Absent: not signed in. */
  actor?: UserActor;
  isUnknown?: boolean;
  /** For the audit event. */
  details?: Prisma.InputJsonObject;
}

declare const taken: unique symbol;

/** Required to compare passwords and codes. Made only here. */
export interface Attempt {
  readonly [taken]: AttemptKind;
  readonly userId: string;
  /** Null for a password. */
  readonly code: string | null;
}

/** Refusals that count. Others give the attempt back. */
const wrong: Record<AttemptKind, readonly ErrorCode[]> = {
  PASSWORD: ["invalid_credentials"],
  SECOND_FACTOR: ["mfa_code_invalid", "login_code_invalid"],
};

/** In a row, over which the owner is emailed. */
const heardEvery = 5;

/** Passwords and codes together, in a row. */
const sessionEndsAfter = 20;

/**
 * Counts a failure, then runs `check`. Success clears it, another refusal or a throw gives it back. Every fifth in a
 * row is emailed, and 20 in a session end it. `rate_limited`: paused.
 */
export async function attemptPassword<Value, Code extends ErrorCode>(
  ctx: CoreContext,
  guess: Guess,
  check: (attempt: Attempt) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | "rate_limited">> {
  return run(
    ctx,
    { ...guess, kind: "PASSWORD", code: null },
    await passwordSources(ctx, guess.userId, guess.actor?.session.id),
    check,
  );
}

/** Only a right second factor clears the budget. 20 wrong TOTP codes stop them for a day (ADR 0022). */
export async function attemptCode<Value, Code extends ErrorCode>(
  ctx: CoreContext,
  guess: Guess & { code: string },
  check: (attempt: Attempt) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | "rate_limited">> {
  const { act, userId, code, actor } = guess;
  const sessionId = actor?.session.id;
  const isEnrolment = act === "enable_mfa" && sessionId !== undefined;
  const sources = isEnrolment ? enrolmentSources(sessionId) : await codeSources(ctx, userId, code, sessionId);
  return run(ctx, { ...guess, kind: "SECOND_FACTOR" }, sources, check);
}

/** After a passkey. */
export async function clearCodeAttempts(ctx: CoreContext, userId: string): Promise<void> {
  const { proven } = await codeSources(ctx, userId, "");
  await clearRows(ctx, userId, proven);
}

/** After an emailed link. Codes keep their budget. */
export async function clearPasswordAttempts(tx: Transaction, userId: string): Promise<void> {
  await tx.attemptBudget.deleteMany({ where: { userId, kind: "PASSWORD" } });
}

/** The rows contain the owner's addresses. */
export async function forgetAttempts(tx: Transaction, userId: string): Promise<void> {
  await tx.attemptBudget.deleteMany({ where: { userId } });
}

interface Counted extends Guess {
  kind: AttemptKind;
  code: string | null;
}

async function run<Value, Code extends ErrorCode>(
  ctx: CoreContext,
  guess: Counted,
  sources: Sources,
  check: (attempt: Attempt) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | "rate_limited">> {
  const { userId, kind, code } = guess;
  const counted: TakenRow[] = [];
  const giveAllBack = async () => {
    for (const row of counted) await giveBack(ctx, userId, row);
  };
  for (const next of sources.take) {
    const row = await takeFrom(ctx, userId, kind, next, counted);
    if (row === null) {
      await giveAllBack();
      const { device, seconds } = await longestPause(ctx, userId, sources.take);
      return err("rate_limited", {
        retryAfterSeconds: seconds,
        ...(isRowOfCodes(device) ? { codesPaused: true } : {}),
      });
    }
    counted.push(row);
  }

  let outcome: Result<Value, Code>;
  try {
    outcome = await check({ userId, code } as Attempt);
  } catch (thrown) {
    // An error of the hasher or database isn't a failure.
    await giveAllBack();
    throw thrown;
  }
  if (outcome.ok) {
    if (kind === "SECOND_FACTOR") await clearRows(ctx, userId, sources.proven);
    else {
      await clearAndProve(ctx, userId, sources.proven);
      if (sources.clears) await clearRows(ctx, userId, sources.clears);
      for (const row of counted.slice(1)) await giveBack(ctx, userId, row);
    }
  } else if (wrong[kind].includes(outcome.error.code)) {
    await hear(ctx, guess, sources, counted);
  } else await giveAllBack();
  return outcome;
}

async function hear(ctx: CoreContext, guess: Counted, sources: Sources, counted: TakenRow[]): Promise<void> {
  const { act, userId, kind, actor } = guess;
  const failures = counted.at(-1)?.failures ?? 0;
  const isSignIn = act === "sign_in" || act === "link_identity";
  const isPassword = kind === "PASSWORD";
  await recordAuditEvent(ctx, ctx.db, {
    action: !isSignIn ? "attempt.failed" : isPassword ? "login.failed" : "login.mfa_failed",
    ...(actor ? { actor } : {}),
    ...(guess.isUnknown ? {} : { subjectId: userId }),
    details: {
      ...(isSignIn ? {} : { act, factor: isPassword ? "password" : "code" }),
      ...(act === "link_identity" ? { linking: true } : {}),
      ...guess.details,
    },
  });
  const request = jobRequest(ctx);
  const endsSession =
    actor !== undefined &&
    (await failuresInSession(ctx, userId, actor.session.id)) >= sessionEndsAfter &&
    (await endGuessedSession(ctx, actor));
  if (counted.some((row) => isRowOfCodes(row.device) && row.failures === codesInARow)) {
    await ctx.jobs.enqueue(ctx.db, { name: "mail-attempts-failed", userId, notice: "second-factor-paused", request });
  } else if (endsSession || failures % heardEvery === 0) {
    // A known browser needs no sign-in link.
    if (isSignIn && isPassword && !sources.isKnownBrowser) {
      await ctx.jobs.enqueue(ctx.db, { name: "mail-sign-in-link", userId, request });
    } else {
      await ctx.jobs.enqueue(ctx.db, { name: "mail-attempts-failed", userId, notice: "attempts-failed", request });
    }
  }
}
