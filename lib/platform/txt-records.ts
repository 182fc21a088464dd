import { Resolver } from "node:dns/promises";

/** Milliseconds per attempt, of two. */
const timeout = 3_000;

export async function readTxtRecords(domain: string): Promise<string[]> {
  const resolver = new Resolver({ timeout, tries: 2 });
  try {
    // A final dot prevents the machine's search domain.
    return (await resolver.resolveTxt(`${domain}.`)).map((parts) => parts.join(""));
  } catch {
    return [];
  }
}
