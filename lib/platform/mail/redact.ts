const gap = "…";
const address = /\bhttps?:\/\/[^\s<>"']+/g;
/** Length of our shortest token that can stand alone. */
const bareToken = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}(?![A-Za-z0-9_-])/g;

/** Removes tokens because they could take over an account. */
export function redactProps<Value>(value: Value): Value {
  if (typeof value === "string") return redactText(value) as Value;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => redactProps(item)) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactProps(item)])) as Value;
}

function redactText(text: string): string {
  return text.replace(address, withoutQuery).replace(bareToken, gap);
}

function withoutQuery(link: string): string {
  const end = link.search(/[?#]/);
  return end === -1 ? link : `${link.slice(0, end)}?${gap}`;
}

/** A preview needs no working links. */
export function withoutLinks(html: string): string {
  return html.replace(/(<a\b[^>]*?)\shref="[^"]*"/gi, "$1");
}
