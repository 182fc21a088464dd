import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { canonicalRecoveryCode, formatRecoveryCode } from "@/lib/values/codes";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import { requireRecentProof } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { type Database, inTransaction, type Transaction } from "../../kernel/database";
import { err, ok } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export interface RecoveryCodeShape {
  count: number;
  /** base32 characters of five bits. */
  length: 10 | 13 | 24;
  show: (code: string) => string;
}

const ten: RecoveryCodeShape = { count: 10, length: 24, show: formatRecoveryCode };

/**
 * 120 random bits need no slow hash (NIST SP 800-63B section 5.1.2.1: 112). Shorter codes rely on the attempt budget.
 */
export function newRecoveryCodes({ count, length, show } = ten): {
  codes: string[];
  hashes: Uint8Array<ArrayBuffer>[];
} {
  const codes = Array.from({ length: count }, () =>
    Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join(""),
  );
  return { codes: codes.map(show), hashes: codes.map(hashRecoveryCode) };
}

function hashRecoveryCode(canonical: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(canonical).digest());
}

export async function storeRecoveryCodes(
  tx: Transaction,
  userId: string,
  hashes: Uint8Array<ArrayBuffer>[],
  now: Date,
): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ userId, codeHash, createdAt: now })) });
}

export async function countRecoveryCodes(tx: Database | Transaction, userId: string): Promise<number> {
  return tx.recoveryCode.count({ where: { userId, usedAt: null } });
}

export async function consumeRecoveryCode(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  typed: string,
): Promise<boolean> {
  const code = canonicalRecoveryCode(typed);
  if (!code) return false;
  const used = await tx.recoveryCode.updateMany({
    where: { codeHash: hashRecoveryCode(code), userId: user.id, usedAt: null },
    data: { usedAt: ctx.clock.now() },
  });
  if (used.count === 0) return false;
  const remaining = await countRecoveryCodes(tx, user.id);
  await recordAuditEvent(ctx, tx, { action: "mfa.recovery_code_used", actor: user, details: { remaining } });
  await sendSecurityNotice(ctx, tx, user, "recovery-code-used", { remaining });
  return true;
}

export const exampleRecoveryCodes = Array.from({ length: 10 }, () => "MZXW-6YTB-OI2D-GNBV-GY3T-QOJQ");
const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()).length(10) });

/** Voids the old codes. */
export const regenerateRecoveryCodes = act({
  access: "user",
  input: z.strictObject({}),
  output: recoveryCodes,
  errors: ["mfa_not_enabled", "step_up_required"],
  example: { output: { recoveryCodes: exampleRecoveryCodes } },
  async run(ctx, actor) {
    if (!actor.user.mfaEnabled) return err("mfa_not_enabled");
    const recent = requireRecentProof(ctx, actor);
    if (!recent.ok) return recent;
    const { codes, hashes } = newRecoveryCodes();
    return inTransaction<z.output<typeof recoveryCodes>, "mfa_not_enabled">(ctx, async (tx) => {
      await lockUser(tx, actor.user.id);
      const credential = await tx.totpCredential.findUnique({ where: { userId: actor.user.id } });
      if (!credential) return err("mfa_not_enabled");
      await storeRecoveryCodes(tx, actor.user.id, hashes, ctx.clock.now());
      await recordAuditEvent(ctx, tx, { action: "mfa.recovery_codes_regenerated", actor });
      await sendSecurityNotice(ctx, tx, actor.user, "recovery-codes-regenerated", {});
      return ok({ recoveryCodes: codes });
    });
  },
});
