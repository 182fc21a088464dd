/** Returns a lowercase Latin letter, for other scripts that of the US layout. */
export function shortcutKey({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return letter !== undefined && /^\p{L}$/u.test(key) ? letter.toLowerCase() : key;
}
