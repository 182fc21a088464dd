/**
 * `Promise.all` for queries that may share a transaction. There Prisma sends those of one moment as a batch and, when one
 * fails, answers `undefined` for what follows it; whoever reads that fails as well. The first in order is the reason.
 */
export async function allAnswers<Queries extends readonly [unknown, ...unknown[]]>(
  queries: Queries,
): Promise<{ -readonly [Index in keyof Queries]: Awaited<Queries[Index]> }> {
  const failed = (await Promise.allSettled(queries)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return Promise.all(queries);
}
