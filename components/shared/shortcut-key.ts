/**
 * The key of a shortcut: a Latin letter in lower case, whatever Caps Lock says. On a layout of another script it's the
 * letter that the key has on a US keyboard.
 */
export function shortcutKey({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  return letter !== undefined && /^\p{L}$/u.test(key) ? letter.toLowerCase() : key;
}
