/** One address without a name, as recipient or in a sender. */
export const addressPattern = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/;
/** RFC 5322, 3.2.3. Other ASCII characters need quotes. */
const plainName = /^[\w !#$%&'*+/=?^`{|}~\-\u0080-\uffff]+$/;

/** RFC 5322, 3.4, such as `"Acme, Inc."`. */
export function formatSender(name: string, address: string): string {
  if (name === "") return address;
  return plainName.test(name) ? `${name} <${address}>` : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}

/** Accepts `Acme, Inc. <door@acme.example>`. Null if invalid. */
export function readSender(typed: string): string | null {
  const [, name = "", bracketed] = /^([^\r\n<>]*)<([^\r\n<>]*)>$/.exec(typed.trim()) ?? [];
  const address = (bracketed ?? typed).trim();
  if (!addressPattern.test(address)) return null;
  return formatSender(unquoted(name.trim()), address);
}

function unquoted(name: string): string {
  const [, inner] = /^"(.*)"$/.exec(name) ?? [];
  return inner === undefined ? name : inner.replace(/\\(.)/g, "$1");
}
