const zeroWidthSpace = "\u200b";
/** Reverse the text around a name (CVE-2021-42574). */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g;
/** Equivalents of a dot, colon, slash or at sign in URLs (UTS 46, NFKC). */
const lookAlikes = new Map([
  ["\uff0e", "."],
  ["\u3002", "."],
  ["\uff61", "."],
  ["\u2024", "."],
  ["\ufe52", "."],
  ["\uff1a", ":"],
  ["\uff0f", "/"],
  ["\uff20", "@"],
]);
const urls = /\S*(?:[a-z][a-z0-9+.-]*:\/\/|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2,}(?::\d+)?[/?#])\S*/giu;

/** Prevents email clients from linking untrusted text. */
export function inertText(words: string): string {
  return plain(words).replace(/[.:/@](?=[\p{L}\p{N}/])/gu, `$&${zeroWidthSpace}`);
}

function plain(words: string): string {
  return words
    .replace(directionMarks, "")
    .replace(/\P{ASCII}/gu, (character) => lookAlikes.get(character) ?? character);
}

function nameOnly(words: string, charactersMax: number): string {
  const characters = [...plain(words).replace(urls, "…")];
  return characters.length <= charactersMax
    ? characters.join("")
    : `${characters.slice(0, charactersMax - 1).join("")}…`;
}

/** Maximum characters of untrusted props. */
const strangers = new Map([
  ["name", 60],
  ["organization", 60],
  ["inviter", 60],
  ["passkey", 60],
  ["project", 60],
  ["by", 60],
  ["byEmail", null],
  ["value", null],
  ["applicant", null],
  ["applicantEmail", null],
  ["newest", null],
]);

/** Leaves links, addresses and admins' remarks unchanged. */
export function withInertWords<Props extends object>(props: Props): Props {
  const entries = Object.entries(props).map(([key, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [key, value.map((item: object) => withInertWords(item))];
    const charactersMax = strangers.get(key);
    if (charactersMax === undefined || typeof value !== "string") return [key, value];
    return [key, inertText(charactersMax === null ? value : nameOnly(value, charactersMax))];
  });
  return Object.fromEntries(entries) as Props;
}
