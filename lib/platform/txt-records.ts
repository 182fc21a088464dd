import { Resolver } from "node:dns/promises";

/** Milliseconds for one try; two are made. */
const timeout = 3_000;

/** The TXT records of a domain, each as one text; none when it has none, or when nobody answers in time. */
export async function readTxtRecords(domain: string): Promise<string[]> {
  const resolver = new Resolver({ timeout, tries: 2 });
  try {
    // A final dot keeps the resolver from trying the domain below the machine's own.
    return (await resolver.resolveTxt(`${domain}.`)).map((parts) => parts.join(""));
  } catch {
    return [];
  }
}
