/** Throws the first error in order: in a transaction, Prisma answers `undefined` to queries after a failed one. */
export async function allAnswers<Queries extends readonly [unknown, ...unknown[]]>(
  queries: Queries,
): Promise<{ -readonly [Index in keyof Queries]: Awaited<Queries[Index]> }> {
  const failed = (await Promise.allSettled(queries)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  return Promise.all(queries);
}
