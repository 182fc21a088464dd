interface TokenPage {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export type { TokenPage };

/** Treats a missing or repeated token as a wrong one. */
export async function readToken({ searchParams }: TokenPage): Promise<string> {
  const { token } = await searchParams;
  return typeof token === "string" ? token : "";
}
