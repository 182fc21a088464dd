/** Accepts digits of any script. */
export function asciiDigits(typed: string): string {
  // Unicode gives each script's digits ten consecutive code points. NFKC maps styled ones, whose rows touch.
  return typed.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (point - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(point - zero);
  });
}
