import QRCode from "qrcode";
import { z } from "zod";
import { jsonDate } from "@/lib/values/json-date";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import { gaveFirstFactor, gaveSecondFactor, requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { secondsAfter, totpEnrolmentSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { endOtherSessions } from "../../sessions/end-sessions";
import type { IssuedSession } from "../../sessions/issue-session";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";
import { attemptCode } from "../attempt";
import { verifyPassword } from "../verify-password";
import { consumeSecondFactor, totpMethod } from "./methods";
import { newRecoveryCodes, type RecoveryCodeShape, storeRecoveryCodes } from "./recovery-codes";
import { mfaRequiredSince } from "./requirement";
import { matchTotpStep, newTotpSecret, otpauthUrl, sealTotpSecret } from "./totp";

export interface MfaSetup {
  /** base32, 160 bits. */
  secret: string;
  otpauthUrl: string;
  /** PNG data URL. */
  qrCode: string;
  qrSvg: string;
  recoveryCodes: string[];
}

/** Needs step-up, or a stolen session could enroll its own authenticator. */
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

/** An authenticator that replaces another within this time counts as old as that one. */
const successionSeconds = 24 * 60 * 60;

type EnableError = "mfa_code_invalid" | "mfa_not_set_up" | "mfa_already_enabled" | "rate_limited" | "unauthenticated";

interface Enabled {
  recoveryCodes: string[];
  session: IssuedSession | null;
}

/** Ends other sessions, which gave no second factor. Renews the current one. */
export async function enableMfa(
  ctx: CoreContext,
  actor: UserActor,
  input: { code: string },
  /** Issues new codes of this shape. */
  shape?: RecoveryCodeShape,
): Promise<Result<Enabled, EnableError>> {
  const userId = actor.user.id;
  if (actor.user.mfaEnabled) return err("mfa_already_enabled");
  const enrolment = await ctx.db.totpEnrolment.findUnique({ where: { userId } });
  if (!enrolment || enrolment.expiresAt <= ctx.clock.now()) return err("mfa_not_set_up");

  const guess = { act: "enable_mfa" as const, userId, actor, code: input.code };
  return attemptCode<Enabled, EnableError>(ctx, guess, async () => {
    const step = await matchTotpStep(ctx, userId, enrolment.sealedSecret, input.code);
    if (step === null) return err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });

    return inTransaction<Enabled, EnableError>(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const taken = await tx.totpEnrolment.deleteMany({ where: { userId, sealedSecret: enrolment.sealedSecret } });
      if (taken.count === 0) return err("mfa_not_set_up");
      const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
      const followsOwn = before.secondFactorOffAt && before.secondFactorOffAt > secondsAfter(now, -successionSeconds);
      const ownedSince = followsOwn ? before.secondFactorSince : null;
      await tx.totpCredential.create({
        data: { userId, sealedSecret: enrolment.sealedSecret, lastStep: step, enabledAt: now, ownedSince },
      });
      const fresh = shape ? newRecoveryCodes(shape) : null;
      await storeRecoveryCodes(tx, userId, fresh?.hashes ?? enrolment.recoveryCodeHashes, now);
      const given = { second: true, amr: [totpMethod.amr] };
      const renewed = await endOtherSessions(ctx, tx, actor, "mfa_changed", given);
      if (!renewed.ok) return renewed;
      const { session } = renewed.value;
      // A kept token gave its code in this request. Panguard's document turns MFA off with it and the password next.
      if (!session) await tx.session.update({ where: { id: actor.session.id }, data: { secondFactorAt: now } });
      await recordAuditEvent(ctx, tx, { action: "mfa.enabled", actor, details: { method: "totp" } });
      await sendSecurityNotice(ctx, tx, actor.user, "mfa-enabled", {});
      return ok({ recoveryCodes: fresh?.codes ?? [], session });
    });
  });
}

type DisableError =
  | "mfa_required"
  | "invalid_credentials"
  | "mfa_code_invalid"
  | "mfa_not_enabled"
  | "rate_limited"
  | "step_up_required"
  | "unauthenticated";

interface Outcome {
  /** Null: the API keeps its token. */
  session: IssuedSession | null;
}

/** At least one. The session gave the other within ten minutes. */
interface Factors {
  currentPassword?: string | undefined;
  code?: string | undefined;
}

/**
 * Needs both factors, since a stolen session may know one (CVE-2026-3429). Ends other sessions and renews the current
 * one.
 */
export async function disableMfa(
  ctx: CoreContext,
  actor: UserActor,
  input: Factors,
): Promise<Result<Outcome, DisableError>> {
  if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
  if (await mfaRequiredSince(ctx.db, actor.user.id)) return err("mfa_required");
  const userId = actor.user.id;
  const hasFirst = input.currentPassword !== undefined || gaveFirstFactor(ctx, actor);
  const hasSecond = input.code !== undefined || gaveSecondFactor(ctx, actor);
  const hasOneInHand = input.currentPassword !== undefined || input.code !== undefined;
  if (!hasFirst || !hasSecond || !hasOneInHand) return err("step_up_required");
  if (input.currentPassword !== undefined) {
    const password = await verifyPassword(ctx, { act: "disable_mfa", userId, actor }, input.currentPassword);
    if (!password.ok) return password;
  }
  const { code } = input;
  const turnOff = (prove: (tx: Transaction) => Promise<boolean>) =>
    inTransaction<Outcome, DisableError>(ctx, async (tx) => {
      const now = ctx.clock.now();
      await lockUser(tx, userId);
      const credential = await tx.totpCredential.findUnique({ where: { userId } });
      if (!credential) return err("mfa_not_enabled");
      if (await mfaRequiredSince(tx, userId)) return err("mfa_required");
      if (!(await prove(tx))) return err("mfa_code_invalid", { fieldErrors: { code: ["totp_code_wrong"] } });
      await tx.totpCredential.delete({ where: { userId } });
      await tx.user.update({
        where: { id: userId },
        data: { secondFactorOffAt: now, secondFactorSince: credential.ownedSince ?? credential.enabledAt },
      });
      await tx.recoveryCode.deleteMany({ where: { userId } });
      const given = { first: input.currentPassword !== undefined, second: code !== undefined };
      const renewed = await endOtherSessions(ctx, tx, actor, "mfa_changed", given);
      if (!renewed.ok) return renewed;
      await recordAuditEvent(ctx, tx, { action: "mfa.disabled", actor, details: { method: "totp" } });
      await sendSecurityNotice(ctx, tx, actor.user, "mfa-disabled", {});
      return ok({ session: renewed.value.session });
    });
  if (code === undefined) return turnOff(async () => true);
  return attemptCode<Outcome, DisableError>(ctx, { act: "disable_mfa", userId, actor, code }, (attempt) =>
    turnOff(async (tx) => (await consumeSecondFactor(ctx, tx, actor.user, attempt)) !== null),
  );
}

const mfaStatus = z.strictObject({
  enabled: z.boolean(),
  enabledAt: jsonDate.nullable(),
  recoveryCodesLeft: z.int().min(0),
});
export type MfaStatus = z.output<typeof mfaStatus>;

export const getMfaStatus = act({
  access: "user",
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  output: mfaStatus,
  errors: [],
  example: { output: { enabled: true, enabledAt: "2026-09-30T09:00:00.000Z", recoveryCodesLeft: 10 } },
  async run(ctx, actor) {
    return ok(await readMfaStatus(ctx, actor));
  },
});

export async function readMfaStatus(ctx: CoreContext, actor: UserActor): Promise<MfaStatus> {
  const [credential, recoveryCodesLeft] = await Promise.all([
    ctx.db.totpCredential.findUnique({ where: { userId: actor.user.id }, select: { enabledAt: true } }),
    ctx.db.recoveryCode.count({ where: { userId: actor.user.id, usedAt: null } }),
  ]);
  return { enabled: credential !== null, enabledAt: credential?.enabledAt ?? null, recoveryCodesLeft };
}
