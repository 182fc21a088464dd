const addressPattern = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/;
/** Characters of an atom and blanks (RFC 5322, 3.2.3). Any other ASCII character needs quotes. */
const plainName = /^[\w !#$%&'*+/=?^`{|}~\-\u0080-\uffff]+$/;

/** The value of a From header: the name is quoted where a header needs it (RFC 5322, 3.4), such as `"Acme, Inc."`. */
export function formatSender(name: string, address: string): string {
  if (name === "") return address;
  return plainName.test(name) ? `${name} <${address}>` : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
}

/** A typed sender, such as `Acme, Inc. <door@acme.example>`, as a From header. Null if it isn't one address on one line. */
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
