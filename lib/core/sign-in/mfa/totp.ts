import { generateSecret, generateURI, verify } from "otplib";
import { totpCodeSchema } from "@/lib/values/codes";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";

/** RFC 6238: SHA-1, six digits, 30 s steps, one step of leeway, 160-bit secrets. */
const stepSeconds = 30;
const secretBytes = 20;
const sealPurpose = "totp-secret";

export function newTotpSecret(): string {
  return generateSecret({ length: secretBytes });
}

/** Apps split the label at the first colon, so the issuer can't have one. */
export function otpauthUrl(issuer: string, email: string, secret: string): string {
  return generateURI({ issuer: issuer.replace(/\s*:\s*/g, " "), label: email, secret });
}

/** Binds the value to the user. */
export function sealTotpSecret(ctx: CoreContext, userId: string, secret: string): string {
  return ctx.secrets.seal(sealPurpose, secret, `totp|${userId}`);
}

/** Throws like `Secrets.open`. */
export function resealTotpSecret(ctx: CoreContext, userId: string, sealedSecret: string): string {
  return sealTotpSecret(ctx, userId, ctx.secrets.open(sealPurpose, sealedSecret, `totp|${userId}`));
}

/** Null: sealed for another account or with a lost secret. Codes are refused, and the error is logged. */
function openTotpSecret(ctx: CoreContext, userId: string, sealedSecret: string): string | null {
  try {
    return ctx.secrets.open(sealPurpose, sealedSecret, `totp|${userId}`);
  } catch (error) {
    ctx.log.error({ userId, reason: String(error) }, "Couldn't decrypt a TOTP secret");
    return null;
  }
}

/** Null: not valid now. */
export async function matchTotpStep(
  ctx: CoreContext,
  userId: string,
  sealedSecret: string,
  code: string,
): Promise<number | null> {
  if (!totpCodeSchema.safeParse(code).success) return null;
  const secret = openTotpSecret(ctx, userId, sealedSecret);
  if (secret === null) return null;
  const epoch = Math.floor(ctx.clock.now().getTime() / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: stepSeconds });
  return result.valid ? Math.floor(epoch / stepSeconds) + result.delta : null;
}

/**
 * Accepts a code once (RFC 6238 section 5.2): one conditional write moves the step forward, so replays and parallel
 * uses fail.
 */
export async function consumeTotpCode(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  code: string,
): Promise<boolean> {
  const credential = await tx.totpCredential.findUnique({ where: { userId } });
  if (!credential) return false;
  const step = await matchTotpStep(ctx, userId, credential.sealedSecret, code);
  if (step === null) return false;
  const moved = await tx.totpCredential.updateMany({
    where: { userId, sealedSecret: credential.sealedSecret, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return moved.count === 1;
}
