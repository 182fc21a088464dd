export const batch = 500;

/** Reads a table by ascending id. */
export async function* inBatches<Row extends { id: string }>(read: (after: string | null) => Promise<Row[]>) {
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await read(after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < batch) return;
  }
}

export const afterId = (after: string | null) => (after === null ? {} : { id: { gt: after } });
/** ISO 8601, empty for null. */
export const iso = (moment: Date | null) => moment?.toISOString() ?? "";
