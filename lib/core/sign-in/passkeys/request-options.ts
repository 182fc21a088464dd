import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { CoreContext } from "../../kernel/context";
import { passkeyChallengeSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { mintChallenge, type Purpose } from "./challenges";
import { relyingParty } from "./relying-party";

/** What `navigator.credentials.get()` is asked with. */
export type RequestOptions = Awaited<ReturnType<typeof generateAuthenticationOptions>>;

type Verification = "required" | "preferred";

/** Asks whoever it is: the browser offers what passkeys it has for this host. */
export async function anybodysOptions(ctx: CoreContext): Promise<RequestOptions> {
  return optionsFor(ctx, { ceremony: "SIGN_IN", userId: null }, "required");
}

/** Asks for one of the account's own passkeys; refused when it has none. */
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

/** The account's passkeys as browsers are told of them. */
export async function ownPasskeys(ctx: CoreContext, userId: string): Promise<{ id: string; transports: string[] }[]> {
  const rows = await ctx.db.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } });
  return rows.map(({ credentialId, transports }) => ({ id: isoBase64URL.fromBuffer(credentialId), transports }));
}
