import { randomBytes, randomUUID } from "node:crypto";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";

/** Both secrets sign for this long. */
export const secretOverlapSeconds = 24 * 60 * 60;
const sealPurpose = "webhook";

interface SealedSecrets {
  present: string;
  previous: { secret: string; until: string } | null;
}

/** Standard Webhooks: whsec_ and 24 to 64 bytes in base64. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

export function firstSecret(ctx: CoreContext): { id: string; secret: string; sealedSecret: string } {
  const id = randomUUID();
  const secret = newSecret();
  return { id, secret, sealedSecret: seal(ctx, id, { present: secret, previous: null }) };
}

export function nextSecret(ctx: CoreContext, id: string, sealed: string): { secret: string; sealedSecret: string } {
  const secret = newSecret();
  const until = secondsAfter(ctx.clock.now(), secretOverlapSeconds).toISOString();
  const previous = { secret: open(ctx, id, sealed).present, until };
  return { secret, sealedSecret: seal(ctx, id, { present: secret, previous }) };
}

/** Present secret first. */
export function signingSecrets(ctx: CoreContext, id: string, sealed: string): string[] {
  const { present, previous } = open(ctx, id, sealed);
  const isOverlap = previous !== null && new Date(previous.until) > ctx.clock.now();
  return isOverlap ? [present, previous.secret] : [present];
}

/** Throws like `Secrets.open`. */
export function resealWebhookSecret(ctx: CoreContext, id: string, sealed: string): string {
  return seal(ctx, id, open(ctx, id, sealed));
}

function seal(ctx: CoreContext, id: string, secrets: SealedSecrets): string {
  return ctx.secrets.seal(sealPurpose, JSON.stringify(secrets), sealContext(id));
}

function open(ctx: CoreContext, id: string, sealed: string): SealedSecrets {
  return JSON.parse(ctx.secrets.open(sealPurpose, sealed, sealContext(id))) as SealedSecrets;
}

function sealContext(id: string): string {
  return `webhooks|sealed_secret|${id}`;
}
