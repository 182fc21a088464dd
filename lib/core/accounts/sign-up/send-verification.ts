import type { PendingRegistration } from "@/generated/prisma/client";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { emailVerificationSeconds, secondsAfter } from "../../kernel/lifetimes";
import { deleteToken, hashToken, mintToken } from "../../kernel/one-time-token";
import { tokenUrl } from "../../mail/mail-links";

/** An account that waits for its address to be verified. */
interface Unverified {
  id: string;
  email: string;
  name: string;
  locale: string;
}

/**
 * Mails the link of one registration, which works for a day and replaces earlier links of that registration; those of others
 * go on working. Null: what the account itself holds, which had no registration kept beside it. Answers false where the
 * address has had its share: then earlier links stay.
 */
export async function sendVerification(
  ctx: CoreContext,
  tx: Transaction,
  user: Unverified,
  registration: PendingRegistration | null,
  mailId?: string,
): Promise<boolean> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, emailVerificationSeconds);
  const registrationId = registration?.id ?? null;
  const token = await mintToken(tx, {
    purpose: "EMAIL_VERIFICATION",
    email: user.email,
    userId: user.id,
    ...(registrationId ? { registrationId } : {}),
    expiresAt,
  });
  const mail = {
    template: "verify-email" as const,
    to: user.email,
    locale: registration?.locale ?? user.locale,
    props: {
      name: registration?.name ?? user.name,
      organization: registration?.organization ?? null,
      url: tokenUrl(ctx.config, "verify-email", token),
      expiresAt,
      origin: registration
        ? { ip: registration.ip, userAgent: registration.userAgent, at: registration.createdAt }
        : null,
    },
  };
  if ((await ctx.mailer.enqueue(tx, mail, { id: mailId })) === null) {
    await deleteToken(tx, token);
    return false;
  }
  await tx.oneTimeToken.updateMany({
    where: {
      ...{ userId: user.id, registrationId, purpose: "EMAIL_VERIFICATION", usedAt: null, voidedAt: null },
      tokenHash: { not: hashToken(token) },
    },
    data: { voidedAt: now },
  });
  return true;
}
