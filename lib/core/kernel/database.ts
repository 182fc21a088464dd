import type { Prisma, PrismaClient } from "@/generated/prisma/client";
import type { ErrorCode } from "./errors";
import type { Result } from "./result";

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;

/** Makes Prisma roll back on a refused Result. */
class Rollback extends Error {
  constructor(readonly outcome: Result<unknown, ErrorCode>) {
    super("rolled back");
  }
}

/** Rolls back on a refused Result: write failure counters and audit events outside. */
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

/** P2002. */
export function isUniqueViolation(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "P2002";
}
