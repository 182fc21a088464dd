import { fail, pass, type Step } from "./transport-errors";

/** Rejects repeated names, NUL and broken percent-encoding. */
export function readQuery(url: URL): Step<Record<string, string>> {
  if (!isDecodable(url.search)) return fail("validation_failed", { fieldErrors: { query: ["encoding"] } });
  const values = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const field = name.slice(0, 64) || "query";
    if (values.has(name)) return fail("validation_failed", { fieldErrors: { [field]: ["duplicate_parameter"] } });
    if (value.includes("\0") || name.includes("\0")) {
      return fail("validation_failed", { fieldErrors: { [field.replaceAll("\0", "")]: ["plain_text"] } });
    }
    values.set(name, value);
  }
  return pass(Object.fromEntries(values));
}

function isDecodable(search: string): boolean {
  try {
    decodeURIComponent(search);
    return true;
  } catch {
    return false;
  }
}
