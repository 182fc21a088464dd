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

/** What a password or a code is asked for. Stored in the audit log: renaming one needs a migration. */
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

/** What may turn out to be a guess. */
export interface Guess {
  act: GuardedAct;
  /** Whose password or code is guessed at; `strangerId` for an address without an account. */
  userId: string;
  /** Absent: not signed in. Otherwise the attempt counts on this session. */
  actor?: UserActor;
  /** True for an address without an account. */
  isUnknown?: boolean;
  /** For the audit event of a failure. */
  details?: Prisma.InputJsonObject;
}

declare const taken: unique symbol;

/** An attempt that was counted before anything is verified. What compares passwords and codes asks for one; only this file makes it. */
export interface Attempt {
  readonly [taken]: AttemptKind;
  readonly userId: string;
  /** What is checked with it: the typed code. Null for a password. */
  readonly code: string | null;
}

/** Refusals that mean "the password or code was wrong"; any other leaves the question open, and gives the attempt back. */
const wrong: Record<AttemptKind, readonly ErrorCode[]> = {
  PASSWORD: ["invalid_credentials"],
  SECOND_FACTOR: ["mfa_code_invalid", "login_code_invalid"],
};

/** In a row, over which the owner is mailed. */
const heardEvery = 5;

/** Wrong passwords and codes in a row, together, that end the session they were entered in. */
const sessionEndsAfter = 20;

/**
 * Runs one check of a password within the account's budget. The failure is counted before `check` runs. Right: what was
 * counted where it came from begins afresh. Wrong: it stays, is an audit event, and every fifth in a row is mailed to the
 * owner. Twenty in a row inside a session end that session. Refused for another reason, or thrown: it is given back.
 * Refuses with `rate_limited` while it is paused.
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

/**
 * The same for a code of the second factor, whose budget nothing but a right second factor clears. After 20 wrong TOTP
 * codes in a row they are not evaluated for a day (ADR 0022).
 */
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

/** After a passkey: the row of wrong codes has ended. */
export async function clearCodeAttempts(ctx: CoreContext, userId: string): Promise<void> {
  const { proven } = await codeSources(ctx, userId, "");
  await clearRows(ctx, userId, proven);
}

/** After an emailed link: passwords start afresh, codes don't. */
export async function clearPasswordAttempts(tx: Transaction, userId: string): Promise<void> {
  await tx.attemptBudget.deleteMany({ where: { userId, kind: "PASSWORD" } });
}

/** With the account, for addresses of its owner are among the sources. */
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
    // What has judged nothing (a hasher that is overloaded, a database that is gone) is no failure.
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

/** A wrong answer is never silent: an audit event, and a mail to the owner with every fifth in a row. */
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
    // A stranger's wrong passwords come with a way in for the owner; a known browser has one.
    if (isSignIn && isPassword && !sources.isKnownBrowser) {
      await ctx.jobs.enqueue(ctx.db, { name: "mail-sign-in-link", userId, request });
    } else {
      await ctx.jobs.enqueue(ctx.db, { name: "mail-attempts-failed", userId, notice: "attempts-failed", request });
    }
  }
}
