import type { Outcome } from "@/components/forms/outcome";
import { freshSignIn } from "@/lib/values/fresh-sign-in";

/**
 * Posts with next-auth's CSRF token, and redirects by script because our CSP blocks redirected forms. Throws if the
 * server is unreachable.
 */
export async function leaveForProvider(
  provider: string,
  { next, isFresh = false }: { next: string; isFresh?: boolean },
): Promise<Outcome<undefined>> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await fetch(`/api/auth/signin/${provider}${isFresh ? `?${freshSignIn}` : ""}`, {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl: next, json: "true" }),
  });
  const { url } = (await answer.json()) as { url: string };
  window.location.assign(url);
  return { ok: true, value: undefined };
}
