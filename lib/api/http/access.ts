import { apiKeyPrefix } from "@/lib/core/api-keys/key-format";
import { resolveApiKey } from "@/lib/core/api-keys/resolve-api-key";
import { requireAdmin, requireReviewer, type UnderRequirement, type UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { Audience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import type { Credentials } from "./cookies";
import type { AccessSteps, Needs } from "./route";
import { takeLimit } from "./take-limit";
import { fail, pass, type Step } from "./transport-errors";

export function accessSteps(audience: Audience, { takesApiKeys }: { takesApiKeys: boolean }): AccessSteps {
  const anyone: AccessSteps["public"] = async ({ ctx, headers }, { limit }) => {
    const limited = await takeLimit(ctx, headers, limit ?? "session");
    return limited.ok ? pass(null) : limited;
  };

  /** A cookie is never a key. */
  const keyOf = ({ accessToken, fromCookies }: Credentials): string | null =>
    takesApiKeys && !fromCookies && accessToken?.startsWith(apiKeyPrefix) ? accessToken : null;

  const user: AccessSteps["user"] = async (call, needs) => {
    const { ctx, headers, credentials } = call;
    const key = keyOf(credentials);
    // Blocks API keys from security settings.
    if (key) return fail((await resolveApiKey(ctx, key)) ? "api_key_not_allowed" : "unauthenticated");
    if (needs.limit) {
      const limited = await takeLimit(ctx, headers, needs.limit);
      if (!limited.ok) return limited;
    }
    const actor = await findCaller(ctx, credentials, audience);
    if (!actor) return fail("unauthenticated");
    if (!needs.limit) {
      const limited = await takeLimit(ctx, headers, "session", actor.session.id);
      if (!limited.ok) return limited;
    }
    return checkMfa(ctx, actor, needs);
  };

  return {
    public: anyone,
    cookies: anyone,
    user,
    async key(call, needs) {
      const { ctx, headers, credentials } = call;
      const key = keyOf(credentials);
      if (!key) return user(call, needs);
      const actor = await resolveApiKey(ctx, key);
      if (!actor) return fail("unauthenticated");
      const limited = await takeLimit(ctx, headers, "session", actor.key.id);
      return limited.ok ? checkMfa(ctx, actor, needs) : limited;
    },
    async reviewer(call, needs) {
      const actor = await user(call, needs);
      return actor.ok ? requireReviewer(actor.value) : actor;
    },
    async admin(call, needs) {
      const actor = await user(call, needs);
      return actor.ok ? requireAdmin(actor.value) : actor;
    },
  };
}

export async function findCaller(
  ctx: CoreContext,
  { accessToken }: Credentials,
  audience: Audience,
): Promise<UserActor | null> {
  return accessToken ? resolveSession(ctx, accessToken, audience) : null;
}

function checkMfa<Actor extends UnderRequirement>(ctx: CoreContext, actor: Actor, needs: Needs): Step<Actor> {
  return isConfined(ctx, actor) && !needs.allowedBeforeMfa ? fail("mfa_setup_required") : pass(actor);
}
