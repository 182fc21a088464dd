const zeroWidthSpace = "\u200b";
/** Would let a name turn the sentence around it (CVE-2021-42574). */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g;
/** Characters that browsers read as a dot, a colon, a slash or an at sign of an address (UTS 46, NFKC). */
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
/** A whole address of a page, with its scheme, its `www.` or its path. */
const urls = /\S*(?:[a-z][a-z0-9+.-]*:\/\/|\bwww\.|[\p{L}\p{N}-]\.\p{L}{2,}(?::\d+)?[/?#])\S*/giu;

/**
 * Words of somebody whom nobody has vouched for, with invisible breaks where mail programs would make links of them:
 * a stranger's "name" must not put a live `evil.example` into a mail that we send.
 */
export function inertText(words: string): string {
  return plain(words).replace(/[.:/@](?=[\p{L}\p{N}/])/gu, `$&${zeroWidthSpace}`);
}

function plain(words: string): string {
  return words
    .replace(directionMarks, "")
    .replace(/\P{ASCII}/gu, (character) => lookAlikes.get(character) ?? character);
}

/** Room for a name, not for a message: the rest becomes an ellipsis, and so does every URL. */
function nameOnly(words: string, charactersMax: number): string {
  const characters = [...plain(words).replace(urls, "…")];
  return characters.length <= charactersMax
    ? characters.join("")
    : `${characters.slice(0, charactersMax - 1).join("")}…`;
}

/** What strangers and members write into mails, with its longest in characters. Reviewers get the whole of a request. */
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

/** The props of a mail with what strangers wrote into it made inert and short. Links, addresses and admins' remarks stay. */
export function withInertWords<Props extends object>(props: Props): Props {
  const entries = Object.entries(props).map(([key, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [key, value.map((item: object) => withInertWords(item))];
    const charactersMax = strangers.get(key);
    if (charactersMax === undefined || typeof value !== "string") return [key, value];
    return [key, inertText(charactersMax === null ? value : nameOnly(value, charactersMax))];
  });
  return Object.fromEntries(entries) as Props;
}
