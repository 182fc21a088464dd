import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { AddPasskeyInput, Attestation } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { passkeyChallengeSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { ownPasskeys } from "./assertion";
import { findChallenge, mintChallenge, relyingParty, spendChallenge, userHandleBytes } from "./challenges";
import { type PasskeyView, passkeyColumns, toPasskeyView } from "./passkeys";

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

type Refusal = "passkey_rejected" | "too_many_passkeys" | "step_up_required";

/**
 * Adds the passkey that an authenticator has made for this account, under a name of the owner's, and tells the owner.
 * Needs a recent proof and room among the twenty; a passkey that is known already is rejected, whoever's it is.
 */
export async function finishPasskeyRegistration(
  ctx: CoreContext,
  actor: UserActor,
  input: AddPasskeyInput,
): Promise<Result<PasskeyView, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const userId = actor.user.id;
  const { clientDataJSON, transports } = input.response.response;
  const challenge = await findChallenge(ctx, clientDataJSON, { ceremony: "REGISTRATION", userId });
  const made = challenge ? await verifyAttestation(ctx, input.response, challenge.text) : null;
  if (!challenge || !made) return err("passkey_rejected");

  return inTransaction<PasskeyView, Refusal>(ctx, async (tx) => {
    await lockUser(tx, userId);
    if (!(await spendChallenge(ctx, tx, challenge.id))) return err("passkey_rejected");
    if ((await tx.passkey.count({ where: { userId } })) >= passkeysMax) return err("too_many_passkeys");
    const [created] = await tx.passkey.createManyAndReturn({
      data: {
        userId,
        name: input.name,
        credentialId: isoBase64URL.toBuffer(made.credential.id),
        publicKey: made.credential.publicKey,
        counter: BigInt(made.credential.counter),
        transports: [...new Set(transports)],
        backedUp: made.credentialBackedUp,
        createdAt: ctx.clock.now(),
      },
      skipDuplicates: true,
      select: passkeyColumns,
    });
    if (!created) return err("passkey_rejected");
    await recordAuditEvent(ctx, tx, {
      action: "passkey.added",
      actor,
      target: { type: "passkey", id: created.id },
      details: { name: created.name },
    });
    await sendSecurityNotice(ctx, tx, actor.user, "passkey-added", { passkey: created.name });
    return ok(toPasskeyView(created));
  });
}

async function verifyAttestation(ctx: CoreContext, made: Attestation, challenge: string) {
  const { id, origin } = relyingParty(ctx.config);
  const { clientDataJSON, attestationObject } = made.response;
  const verified = await verifyRegistrationResponse({
    response: {
      id: made.id,
      rawId: made.rawId,
      type: made.type,
      clientExtensionResults: {},
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: passkeyAlgorithms,
    // The library throws at whatever does not match.
  }).catch(() => null);
  return verified?.verified ? verified.registrationInfo : null;
}

/** More keys than anybody holds; a bound on what a session may write. */
export const passkeysMax = 20;

/** COSE: ES256, which every authenticator speaks, and RS256 for older TPMs. */
export const passkeyAlgorithms = [-7, -257];
