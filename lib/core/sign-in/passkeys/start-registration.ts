import { generateRegistrationOptions } from "@simplewebauthn/server";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { passkeyChallengeSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { mintChallenge } from "./challenges";
import { passkeyAlgorithms, passkeysMax } from "./policy";
import { relyingParty } from "./relying-party";
import { ownPasskeys } from "./request-options";
import { userHandleBytes } from "./user-handle";

/** What `navigator.credentials.create()` is asked with. */
export type CreationOptions = Awaited<ReturnType<typeof generateRegistrationOptions>>;

/**
 * Begins adding a passkey: one that is found without a name typed and that checks who holds it. Needs a recent proof,
 * or a stolen session could make itself a lasting way in.
 */
export async function startPasskeyRegistration(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<CreationOptions, "step_up_required" | "too_many_passkeys">> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { id: userId, email, name } = actor.user;
  const own = await ownPasskeys(ctx, userId);
  if (own.length >= passkeysMax) return err("too_many_passkeys");
  const party = relyingParty(ctx.config);
  return ok(
    await generateRegistrationOptions({
      rpName: party.name,
      rpID: party.id,
      userID: userHandleBytes(userId),
      userName: email,
      userDisplayName: name,
      challenge: await mintChallenge(ctx, { ceremony: "REGISTRATION", userId }),
      timeout: passkeyChallengeSeconds * 1000,
      attestationType: "none",
      excludeCredentials: own,
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      supportedAlgorithmIDs: passkeyAlgorithms,
    }),
  );
}
