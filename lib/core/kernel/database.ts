import type { Prisma, PrismaClient } from "@/generated/prisma/client";
import type { ErrorCode } from "./errors";
import type { Result } from "./result";

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/** Carries a refused Result out of Prisma's transaction, so that it rolls back. Never leaves this file. */
class Rollback extends Error {
  constructor(readonly outcome: Result<unknown, ErrorCode>) {
    super("rolled back");
  }
}

/**
 * Runs `work` in one transaction; a refused Result rolls everything back. Failure counters and audit events of
 * refusals must therefore be written outside.
 */
export async function inTransaction<Value, Code extends ErrorCode>(
  { db }: { db: Database },
  work: (tx: Transaction) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code>> {
  try {
    return await db.$transaction(async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new Rollback(outcome);
      return outcome;
    });
  } catch (thrown) {
    if (thrown instanceof Rollback) return thrown.outcome as Result<Value, Code>;
    throw thrown;
  }
}

/** True for Prisma's unique violation (P2002). Its place is beside the write that it explains. */
export function isUniqueViolation(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "P2002";
}
