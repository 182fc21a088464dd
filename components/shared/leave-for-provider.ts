import type { Outcome } from "@/components/forms/outcome";
import { freshSignIn } from "@/lib/values/sso";

/**
 * Begins a trip to an identity provider the way next-auth wants it: a POST with its own token. The browser then goes
 * where the answer says, by script, because our policy stops forms that are redirected to other sites. Throws when the
 * server is away, for useCall.
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
