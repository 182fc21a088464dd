const charactersMax = 300;

/** What failed, in one line and without the credentials of an address in it. */
export function reasonOf(thrown: unknown): string {
  const { message, code } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : { message: String(thrown) };
  // Some errors of the network have a code and no words.
  const said = message || code || "unknown";
  return said
    .replace(/\/\/[^\s/@]+@/g, "//…@")
    .replace(/\s+/g, " ")
    .slice(0, charactersMax);
}
