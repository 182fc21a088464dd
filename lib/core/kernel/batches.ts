/** Rows read at a time, so that a long list fits in memory. */
export const batch = 500;

/** Reads a table from its oldest row on, batch by batch, by the id of the last row read. */
export async function* inBatches<Row extends { id: string }>(read: (after: string | null) => Promise<Row[]>) {
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await read(after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < batch) return;
  }
}

/** Where clause of the rows after an id. */
export const afterId = (after: string | null) => (after === null ? {} : { id: { gt: after } });
/** A moment as ISO 8601; empty if there is none. */
export const iso = (moment: Date | null) => moment?.toISOString() ?? "";
