import { table, writePart } from "./figures";
import { mayCount } from "./pages";
import type { PageFigures } from "./queue";

interface Figures {
  sizes: readonly [number, number];
  version: string;
  results: Map<number, Map<string, PageFigures>>;
}

/** Returns what grows with the installation, one line each. */
export function writeQueueFigures({ results, sizes, version }: Figures): string[] {
  const [small, large] = sizes;
  const [before, after] = [results.get(small), results.get(large)];
  const format = (size: number) => size.toLocaleString("en");
  const concerns: string[] = [];
  const rows = [...(after ?? [])].map(([name, page]) => {
    const base = before?.get(name);
    const ratio = base && base.milliseconds > 0 ? (page.milliseconds / base.milliseconds).toFixed(1) : "";
    if (!mayCount(name)) concerns.push(...page.concerns.map((concern) => `${name}: ${concern}`));
    const remark = [...new Set([...page.concerns, ...page.remarks])].join(", ") || "its rows";
    return [name, page.statements, base?.milliseconds.toFixed(1) ?? "", page.milliseconds.toFixed(1), ratio, remark];
  });
  const heading = ["page", "queries", `ms at ${format(small)}`, `ms at ${format(large)}`, "ratio", "what it reads"];
  const text = `What the console's pages cost the database in an installation with ${format(small)} requests, accounts, emails and audit
events each, and in one with ${format(large)}. The statements are those that the product sends, taken from its
connection. Each is run five times under \`EXPLAIN (ANALYZE, BUFFERS)\`, the median counts, and a page's statements are
added up. The last column says where more than 2,000 rows are read for the fifty that are shown. A page that reads
a whole table or sorts more than 2,000 rows makes the command fail. The overview adds up its span of time and may do so.

${table(heading, rows)}`;
  writePart({ command: "bench:queue", title: "The console's pages", versions: { PostgreSQL: version }, text });
  return concerns;
}
