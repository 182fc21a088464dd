import { stringify } from "csv-stringify/sync";

/** RFC 4180. Escapes formulas, because applicants typed the text. */
export async function* toCsv<Row extends Record<string, string>>(
  batches: AsyncIterable<Row[]>,
  columns: readonly (keyof Row & string)[],
): AsyncGenerator<string> {
  yield stringify([], { header: true, columns: [...columns], record_delimiter: "windows" });
  for await (const rows of batches) {
    yield stringify(rows, { columns: [...columns], escape_formulas: true, record_delimiter: "windows" });
  }
}

export async function* toJsonArray(batches: AsyncIterable<object[]>): AsyncGenerator<string> {
  let before = "[";
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield `${before}${rows.map((row) => JSON.stringify(row)).join(",\n")}`;
    before = ",\n";
  }
  yield before === "[" ? "[]" : "]";
}
