const zeroWidthSpace = "\u200b";
/** Would let a name turn the sentence around it (CVE-2021-42574). */
const directionMarks = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Words of somebody whom nobody has vouched for, with invisible breaks where mail programs would make links of them:
 * a stranger's "name" must not put a live `evil.example` into a mail that we send.
 */
export function inertText(words: string): string {
  return words.replace(directionMarks, "").replace(/[.:/@](?=[\p{L}\p{N}/])/gu, `$&${zeroWidthSpace}`);
}

const strangers = new Set(["name", "organization", "inviter", "passkey", "applicant", "applicantEmail", "newest"]);

/** The props of a mail with what strangers wrote into it made inert. Links, addresses and admins' remarks stay. */
export function withInertWords<Props extends object>(props: Props): Props {
  const isStrangers = (key: string) => strangers.has(key);
  const entries = Object.entries(props).map(([key, value]) => [
    key,
    isStrangers(key) && typeof value === "string" ? inertText(value) : value,
  ]);
  return Object.fromEntries(entries) as Props;
}
