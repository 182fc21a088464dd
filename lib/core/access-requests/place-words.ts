import type { AccessRequest, AccessResubmission } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { cancelHeldMails } from "../mail/mail-hold";
import { waitingAgain, withoutFirstApproval } from "./decision";
import { recordRequestEvent } from "./record-request-event";
import { searchTextOf } from "./search-text";

/** A decision that stands for the applicant is about the words that it was made on. */
export const replaceable: AccessRequestStatus[] = ["PENDING", "NEEDS_INFO", "SNOOZED", "REJECTED"];

/**
 * Puts what was sent again in place of what stands; those words stay in the timeline. A question is withdrawn and a first approval with it, for they were about other words; a rejected request
 * waits again. The caller holds the request and knows that whoever sent the words may do so.
 */
export async function placeWords(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  words: Omit<AccessResubmission, "accessRequestId">,
): Promise<AccessRequest> {
  const { id: _id, submittedAt, ...content } = words;
  const wasRejected = request.status === "REJECTED";
  const isInQueue = !ctx.config.confirmRequests || request.emailConfirmedAt !== null;
  const { email, id } = request;
  const { name, organization, useCase } = content;
  const before = [request.name, request.organization, request.buyerMode, request.useCase].join("\n");
  const changed = await tx.accessRequest.update({
    where: { id },
    data: {
      ...{ name, organization, useCase, buyerMode: content.buyerMode, source: content.source },
      ...{ locale: content.locale, ip: content.ip, userAgent: content.userAgent },
      searchText: searchTextOf({ name, email, organization, useCase }, await notesOf(tx, id)),
      version: { increment: 1 },
      ...{ ...withoutFirstApproval, undoUntil: null, undoTo: null },
      ...(wasRejected ? waitingAgain : {}),
      ...(request.status === "NEEDS_INFO" ? { status: "PENDING", question: null } : {}),
      // Newer words do not lose their place in the queue; a new try after a decision starts at its end.
      ...(wasRejected || !isInQueue ? { submittedAt } : {}),
    },
  });
  if (wasRejected) await cancelHeldMails(tx, id, ctx.clock.now());
  await recordRequestEvent(ctx, tx, id, { kind: "words_replaced", text: before });
  return changed;
}

async function notesOf(tx: Transaction, accessRequestId: string): Promise<string[]> {
  const notes = await tx.accessRequestEvent.findMany({
    where: { accessRequestId, kind: "note" },
    select: { text: true },
  });
  return notes.map(({ text }) => text);
}
