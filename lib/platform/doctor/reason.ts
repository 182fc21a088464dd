const charactersMax = 300;

/** Removes credentials from URLs. */
export function reasonOf(thrown: unknown): string {
  return messageOf(thrown)
    .replace(/\/\/[^\s/@]+@/g, "//…@")
    .replace(/\s+/g, " ")
    .slice(0, charactersMax);
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  // A host with several addresses reports its reasons only in the parts.
  const parts = thrown instanceof AggregateError ? [...new Set(thrown.errors.map(messageOf))] : [];
  return parts.join(", ") || thrown.message || (thrown as NodeJS.ErrnoException).code || "unknown";
}
