import { type ActorStep, type Exchange, sessionOf } from "@/lib/api/http/bearer/route";
import { takeLimit } from "@/lib/api/http/take-limit";
import { pass, refuse } from "@/lib/api/http/transport-errors";
import { apiKeyPrefix } from "@/lib/core/api-keys/key-format";
import { resolveApiKey } from "@/lib/core/api-keys/resolve-api-key";
import type { UserActor } from "@/lib/core/kernel/actors";
import type { ProjectActor } from "@/lib/core/kernel/api-key-actor";

export const audience = "quazzar";

const session = sessionOf(audience);

/** By its prefix, never by trying one and then the other. */
function isKey({ token }: Exchange): boolean {
  return token?.startsWith(apiKeyPrefix) === true;
}

/** Somebody who has logged in. A key that is good elsewhere is told so; one that is not is no token. */
export const person: ActorStep<UserActor> = async (exchange, limit) => {
  if (!isKey(exchange)) return session(exchange, limit);
  return refuse((await resolveApiKey(exchange.ctx, exchange.token ?? "")) ? "api_key_not_allowed" : "unauthenticated");
};

/** Somebody who has logged in, or a program with an API key. */
export const personOrKey: ActorStep<ProjectActor> = async (exchange, limit) => {
  if (!isKey(exchange)) return session(exchange, limit);
  const actor = await resolveApiKey(exchange.ctx, exchange.token ?? "");
  if (!actor) return refuse("unauthenticated");
  const limited = await takeLimit(exchange.ctx, exchange.headers, "session", actor.key.id);
  return limited.ok ? pass(actor) : limited;
};
