import type { Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";

interface NewDelivery {
  webhookId: string;
  eventId: string;
  event: string;
  payload: Prisma.InputJsonObject;
  accessRequestId: string | null;
  notBefore: Date;
}

/** One event for one webhook, and the job that sends it. */
export async function enqueueDelivery(ctx: CoreContext, tx: Transaction, delivery: NewDelivery): Promise<string> {
  const { notBefore, ...row } = delivery;
  const { id } = await tx.webhookDelivery.create({
    data: { ...row, createdAt: ctx.clock.now(), nextTryAt: notBefore },
    select: { id: true },
  });
  await enqueueTry(ctx, tx, id, notBefore);
  return id;
}

/** A later try takes the place of an earlier one that still waits. It is nobody's request: what it does, the server does. */
export function enqueueTry(ctx: CoreContext, tx: Transaction, deliveryId: string, runAt: Date): Promise<void> {
  const request = { ip: "", userAgent: "", requestId: ctx.request.requestId, locale: "en" };
  return ctx.jobs.enqueue(
    tx,
    { name: "deliver-webhook", deliveryId, request },
    { runAt, key: `webhook:${deliveryId}` },
  );
}
