import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { AddPasskeyInput, Attestation } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { findChallenge, spendChallenge } from "./challenges";
import { type PasskeyView, passkeyColumns, toPasskeyView } from "./list-passkeys";
import { passkeyAlgorithms, passkeysMax } from "./policy";
import { relyingParty } from "./relying-party";

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
