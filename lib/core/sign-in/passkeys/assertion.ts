import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { AssertionAnswer } from "@/lib/values/passkeys";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { passkeyChallengeSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { findChallenge, mintChallenge, type Purpose, relyingParty, spendChallenge, userHandleOf } from "./challenges";

export interface Assertion {
  userId: string;
  passkeyId: string;
  challengeId: string;
  counter: bigint;
  backedUp: boolean;
}

interface Expected extends Purpose {
  /** True where the passkey counts as both factors. */
  verifiesUser: boolean;
}

/** Null on any mismatch of account, challenge, origin, signature or counter. Spends nothing. */
export async function verifyAssertion(
  ctx: CoreContext,
  answer: AssertionAnswer,
  expected: Expected,
): Promise<Assertion | null> {
  const passkey = await ctx.db.passkey.findUnique({ where: { credentialId: isoBase64URL.toBuffer(answer.id) } });
  if (!passkey || (expected.userId !== null && expected.userId !== passkey.userId)) return null;
  const { userHandle } = answer.response;
  // Required without an email (WebAuthn section 7.2, step 6).
  const namesOwner = userHandle === userHandleOf(passkey.userId);
  if (!namesOwner && (userHandle !== null || expected.userId === null)) return null;
  const { ceremony, userId } = expected;
  const challenge = await findChallenge(ctx, answer.response.clientDataJSON, { ceremony, userId });
  if (!challenge) return null;

  const { id, origin } = relyingParty(ctx.config);
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  const verified = await verifyAuthenticationResponse({
    response: {
      id: answer.id,
      rawId: answer.rawId,
      type: answer.type,
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: challenge.text,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: expected.verifiesUser,
    credential: { id: answer.id, publicKey: passkey.publicKey, counter: Number(passkey.counter) },
    // The library throws on a mismatch.
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  return {
    userId: passkey.userId,
    passkeyId: passkey.id,
    challengeId: challenge.id,
    counter: BigInt(newCounter),
    backedUp: credentialBackedUp,
  };
}

/** The counter only rises, or stays 0 where there is none. */
export async function spendAssertion(ctx: CoreContext, tx: Transaction, assertion: Assertion): Promise<boolean> {
  const { passkeyId, counter, backedUp, challengeId } = assertion;
  if (!(await spendChallenge(ctx, tx, challengeId))) return false;
  const moved = await tx.passkey.updateMany({
    where: { id: passkeyId, ...(counter === 0n ? { counter } : { counter: { lt: counter } }) },
    data: { counter, backedUp, lastUsedAt: ctx.clock.now() },
  });
  return moved.count === 1;
}

export type RequestOptions = Awaited<ReturnType<typeof generateAuthenticationOptions>>;

type Verification = "required" | "preferred";

export async function anybodysOptions(ctx: CoreContext): Promise<RequestOptions> {
  return optionsFor(ctx, { ceremony: "SIGN_IN", userId: null }, "required");
}

export async function ownOptions(
  ctx: CoreContext,
  asked: Purpose & { userId: string; userVerification: Verification },
): Promise<Result<RequestOptions, "passkey_not_found">> {
  const { ceremony, userId, userVerification } = asked;
  const own = await ownPasskeys(ctx, userId);
  if (own.length === 0) return err("passkey_not_found");
  return ok(await optionsFor(ctx, { ceremony, userId }, userVerification, own));
}

async function optionsFor(
  ctx: CoreContext,
  purpose: Purpose,
  userVerification: Verification,
  allowCredentials?: { id: string; transports: string[] }[],
): Promise<RequestOptions> {
  return generateAuthenticationOptions({
    rpID: relyingParty(ctx.config).id,
    challenge: await mintChallenge(ctx, purpose),
    timeout: passkeyChallengeSeconds * 1000,
    userVerification,
    ...(allowCredentials ? { allowCredentials } : {}),
  });
}

export async function ownPasskeys(ctx: CoreContext, userId: string): Promise<{ id: string; transports: string[] }[]> {
  const rows = await ctx.db.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } });
  return rows.map(({ credentialId, transports }) => ({ id: isoBase64URL.fromBuffer(credentialId), transports }));
}
