import type { UnderRequirement, UserActor } from "./actors";

declare const proven: unique symbol;

/** A program with a live API key, as read for this very request. Only resolve-api-key makes one. */
export interface ApiKeyActor extends UnderRequirement {
  readonly [proven]: "api-key";
  key: { id: string; name: string; projectIds: string[] };
  user: UserActor["user"];
  tenant: UserActor["tenant"];
}

/** Whoever may work with projects: a person with all of the tenant's, a key with its own. */
export type ProjectActor = UserActor | ApiKeyActor;

export function isApiKey(actor: ProjectActor): actor is ApiKeyActor {
  return "key" in actor;
}

/** The projects that the actor may see. */
export function scopeOf(actor: ProjectActor): { tenantId: string; id?: { in: string[] } } {
  const tenantId = actor.tenant.id;
  return isApiKey(actor) ? { tenantId, id: { in: actor.key.projectIds } } : { tenantId };
}

/** Who an act is recorded under, and by which key. */
export function auditOf(actor: ProjectActor) {
  return isApiKey(actor)
    ? {
        actor: { id: actor.user.id, email: actor.user.email },
        details: { apiKeyId: actor.key.id, apiKey: actor.key.name },
      }
    : { actor, details: {} };
}
