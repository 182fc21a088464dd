import { randomBytes } from "node:crypto";
import { decodeClientDataJSON, isoBase64URL } from "@simplewebauthn/server/helpers";
import type { PasskeyCeremony } from "@/generated/prisma/enums";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { passkeyChallengeSeconds, secondsAfter } from "../../kernel/lifetimes";
import type { CoreConfig } from "../../kernel/ports";

const challengeBytes = 32;

export interface Purpose {
  ceremony: PasskeyCeremony;
  /** Null: any user, for signing in without an email. */
  userId: string | null;
}

export async function mintChallenge(ctx: CoreContext, purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(challengeBytes));
  const now = ctx.clock.now();
  await ctx.db.passkeyChallenge.create({
    data: { challenge, ...purpose, createdAt: now, expiresAt: secondsAfter(now, passkeyChallengeSeconds) },
    select: { id: true },
  });
  return challenge;
}

/** base64url or null. Spends nothing. */
export async function findChallenge(
  ctx: CoreContext,
  clientDataJson: string,
  purpose: Purpose,
): Promise<{ id: string; text: string } | null> {
  const text = challengeIn(clientDataJson);
  if (text === null) return null;
  const found = await ctx.db.passkeyChallenge.findFirst({
    where: {
      challenge: isoBase64URL.toBuffer(text),
      ...purpose,
      usedAt: null,
      expiresAt: { gt: ctx.clock.now() },
    },
    select: { id: true },
  });
  return found ? { id: found.id, text } : null;
}

export async function spendChallenge(ctx: CoreContext, tx: Transaction, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const spent = await tx.passkeyChallenge.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return spent.count === 1;
}

/** Unverified: use it only for the look-up. */
function challengeIn(clientDataJson: string): string | null {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJson);
    return typeof challenge === "string" && isoBase64URL.isBase64URL(challenge) ? challenge : null;
  } catch {
    return null;
  }
}

interface RelyingParty {
  name: string;
  /** WebAuthn RP ID. Browsers allow no IP addresses. */
  id: string;
  origin: string;
}

/** From APP_URL only, since request headers are untrusted. */
export function relyingParty({ appName, appUrl }: CoreConfig): RelyingParty {
  const { hostname, origin } = new URL(appUrl);
  return { name: appName, id: hostname, origin };
}

/** Doesn't identify the user (WebAuthn section 14.6.1). */
export function userHandleBytes(userId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId));
}

/** base64url. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId).toString("base64url");
}
