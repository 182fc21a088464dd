import type { NextRequest } from "next/server";

/** next-auth would fail with 500. */
export async function isUnreadable(request: NextRequest): Promise<boolean> {
  const body = await readBody(request.clone());
  if (body === null) return true;
  const cookies = request.cookies.getAll().filter(({ name }) => /(?:callback-url|foyer_sso_next)$/.test(name));
  const sent = [...request.nextUrl.searchParams.getAll("callbackUrl"), ...body, ...cookies.map(({ value }) => value)];
  return !sent.filter((address) => address !== "").every(isAddress);
}

function isAddress(text: string): boolean {
  const url = URL.parse(text, text.startsWith("/") ? "http://localhost" : undefined);
  return url !== null && /^https?:$/.test(url.protocol);
}

async function readBody(request: Request): Promise<string[] | null> {
  const type = request.headers.get("Content-Type") ?? "";
  const text = request.body ? await request.text() : "";
  if (!type.includes("application/json")) return new URLSearchParams(text).getAll("callbackUrl");
  try {
    const { callbackUrl } = JSON.parse(text) as { callbackUrl?: unknown };
    if (callbackUrl === undefined) return [];
    return typeof callbackUrl === "string" ? [callbackUrl] : null;
  } catch {
    return null;
  }
}
