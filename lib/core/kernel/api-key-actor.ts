import type { UnderRequirement, UserActor } from "./actors";

declare const proven: unique symbol;

/** Made only by resolve-api-key, from the row of this request. */
export interface ApiKeyActor extends UnderRequirement {
  readonly [proven]: "api-key";
  key: { id: string; name: string; projectIds: string[] };
  user: UserActor["user"];
  tenant: UserActor["tenant"];
}

export type ProjectActor = UserActor | ApiKeyActor;

export function isApiKey(actor: ProjectActor): actor is ApiKeyActor {
  return "key" in actor;
}

export function scopeOf(actor: ProjectActor): { tenantId: string; id?: { in: string[] } } {
  const tenantId = actor.tenant.id;
  return isApiKey(actor) ? { tenantId, id: { in: actor.key.projectIds } } : { tenantId };
}

export function auditOf(actor: ProjectActor) {
  return isApiKey(actor)
    ? {
        actor: { id: actor.user.id, email: actor.user.email },
        details: { apiKeyId: actor.key.id, apiKey: actor.key.name },
      }
    : { actor, details: {} };
}
