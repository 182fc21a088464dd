import { stringify } from "csv-stringify/sync";

/**
 * Rows as CSV (RFC 4180), batch by batch, under a head line. What a spreadsheet would take for a formula is escaped,
 * because applicants typed it.
 */
export async function* toCsv<Row extends Record<string, string>>(
  batches: AsyncIterable<Row[]>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  yield stringify([], { header: true, columns: [...columns], record_delimiter: "windows" });
  for await (const rows of batches) {
    yield stringify(rows, { columns: [...columns], escape_formulas: true, record_delimiter: "windows" });
  }
}

/** Rows as one JSON array, batch by batch. */
export async function* toJsonArray(batches: AsyncIterable<object[]>): AsyncGenerator<string> {
  let before = "[";
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield `${before}${rows.map((row) => JSON.stringify(row)).join(",\n")}`;
    before = ",\n";
  }
  yield before === "[" ? "[]" : "]";
}
