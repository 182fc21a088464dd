import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { requestConfirmationSeconds, secondsAfter } from "../kernel/lifetimes";
import { mintToken } from "../kernel/one-time-token";
import { tokenUrl } from "../mail/mail-links";
import type { SentVersion } from "./request-versions";

/** Asks the owner of a request's address to confirm a version of it. The email says which, and whether there are others. */
export async function mailConfirmation(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  version: SentVersion,
): Promise<void> {
  const expiresAt = secondsAfter(ctx.clock.now(), requestConfirmationSeconds);
  const token = await mintToken(tx, {
    purpose: "REQUEST_CONFIRMATION",
    email: request.email,
    accessRequestId: request.id,
    resubmissionId: version.id === request.id ? null : version.id,
    expiresAt,
  });
  const { name, organization, locale, ip, userAgent, submittedAt } = version;
  const hasOthers = (await tx.accessResubmission.count({ where: { accessRequestId: request.id } })) > 0;
  const url = tokenUrl(ctx.config, "confirm-request", token);
  const origin = { ip, userAgent, at: submittedAt };
  const props = { name, organization, hasOthers, url, expiresAt, origin };
  const mail = { template: "confirm-request" as const, to: request.email, locale, props };
  await ctx.mailer.enqueue(tx, mail, { accessRequestId: request.id });
}
