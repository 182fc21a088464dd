interface TokenPage {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export type { TokenPage };

/** The one `token` of a mailed link; anything else is answered like a wrong token. */
export async function readToken({ searchParams }: TokenPage): Promise<string> {
  const { token } = await searchParams;
  return typeof token === "string" ? token : "";
}
