import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { z } from "zod";
import { type Attestation, addPasskeySchema } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { passkeyChallengeSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { ownPasskeys } from "./assertion";
import { findChallenge, mintChallenge, relyingParty, spendChallenge, userHandleBytes } from "./challenges";
import { examplePasskey, passkeyColumns, passkeyData, toPasskeyView } from "./passkeys";

const passkeysMax = 20;
/** COSE: ES256, and RS256 for older TPMs. */
const passkeyAlgorithms = [-7, -257];

export type CreationOptions = Awaited<ReturnType<typeof generateRegistrationOptions>>;

/** Needs step-up, or a stolen session could add a lasting credential. */
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

/** Rejects a passkey known to any account. */
export const finishPasskeyRegistration = act({
  access: "user",
  allowedBeforeMfa: true,
  stepUp: true,
  input: addPasskeySchema,
  output: passkeyData,
  errors: ["passkey_rejected", "step_up_required", "too_many_passkeys"],
  example: {
    input: {
      name: "Work laptop",
      response: {
        id: "Y3JlZGVudGlhbC1pZA",
        rawId: "Y3JlZGVudGlhbC1pZA",
        type: "public-key",
        response: { clientDataJSON: "e30", attestationObject: "o2NmbXRkbm9uZQ", transports: ["internal"] },
      },
    },
    output: { passkey: examplePasskey },
  },
  async run(ctx, actor, { name, response }) {
    const userId = actor.user.id;
    const { clientDataJSON, transports } = response.response;
    const challenge = await findChallenge(ctx, clientDataJSON, { ceremony: "REGISTRATION", userId });
    const made = challenge ? await verifyAttestation(ctx, response, challenge.text) : null;
    if (!challenge || !made) return err("passkey_rejected");

    return inTransaction<z.output<typeof passkeyData>, "passkey_rejected" | "too_many_passkeys">(ctx, async (tx) => {
      await lockUser(tx, userId);
      if (!(await spendChallenge(ctx, tx, challenge.id))) return err("passkey_rejected");
      if ((await tx.passkey.count({ where: { userId } })) >= passkeysMax) return err("too_many_passkeys");
      const [created] = await tx.passkey.createManyAndReturn({
        data: {
          userId,
          name,
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
        details: { name },
      });
      await sendSecurityNotice(ctx, tx, actor.user, "passkey-added", { passkey: name });
      return ok({ passkey: toPasskeyView(created) });
    });
  },
});

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
    // The library throws on a mismatch.
  }).catch(() => null);
  return verified?.verified ? verified.registrationInfo : null;
}
