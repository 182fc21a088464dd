import QRCode from "qrcode";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { secondsAfter, totpEnrolmentSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { newRecoveryCodes, type RecoveryCodeShape } from "./recovery-codes";
import { newTotpSecret, otpauthUrl, sealTotpSecret } from "./totp";

export interface MfaSetup {
  /** base32, 160 bits. */
  secret: string;
  otpauthUrl: string;
  /** PNG as a data URL, for programs. */
  qrCode: string;
  /** The same as SVG markup, for pages. */
  qrSvg: string;
  recoveryCodes: string[];
}

/**
 * Starts MFA set-up: nothing is on until `enableMfa` has seen a code. Starting again replaces the pending secret; an
 * active one is never touched. What it returns is shown once. A recent proof is needed, or a stolen session could
 * enrol its own authenticator.
 */
export async function setUpMfa(
  ctx: CoreContext,
  actor: UserActor,
  options: { issuer?: string; codes?: RecoveryCodeShape } = {},
): Promise<Result<MfaSetup, "mfa_already_enabled" | "step_up_required">> {
  if (actor.user.mfaEnabled) return err("mfa_already_enabled");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;

  const now = ctx.clock.now();
  const secret = newTotpSecret();
  const { codes, hashes } = newRecoveryCodes(options.codes);
  const enrolment = {
    sealedSecret: sealTotpSecret(ctx, actor.user.id, secret),
    recoveryCodeHashes: hashes,
    createdAt: now,
    expiresAt: secondsAfter(now, totpEnrolmentSeconds),
  };
  await ctx.db.$transaction(async (tx) => {
    await tx.totpEnrolment.upsert({
      where: { userId: actor.user.id },
      create: { userId: actor.user.id, ...enrolment },
      update: enrolment,
    });
    await recordAuditEvent(ctx, tx, { action: "mfa.set_up_started", actor });
  });
  const url = otpauthUrl(options.issuer ?? ctx.config.appName, actor.user.email, secret);
  return ok({
    secret,
    otpauthUrl: url,
    qrCode: await QRCode.toDataURL(url, { margin: 2, width: 256 }),
    qrSvg: await QRCode.toString(url, { type: "svg", margin: 2 }),
    recoveryCodes: codes,
  });
}
