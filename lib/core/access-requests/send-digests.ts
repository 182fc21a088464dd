import type { Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { digestSeconds, secondsAfter } from "../kernel/lifetimes";
import { queueUrl } from "../mail/mail-links";
import { reachableReviewers } from "./tell-reviewers";

const namedMax = 10;
const arrivals = ["submitted", "submitted_again", "confirmed", "question_answered"];

/**
 * Mails reviewers who want to hear once an hour what has arrived since the last of these mails and waits still. Nobody
 * is mailed about nothing. Of several processes at once, one mails.
 */
export async function sendDigests(ctx: CoreContext): Promise<void> {
  const reviewers = await ctx.db.user.findMany({
    where: { ...reachableReviewers, requestNotices: "HOURLY" },
    select: { id: true },
  });
  for (const { id } of reviewers) await ctx.db.$transaction((tx) => sendDigest(ctx, tx, id));
}

async function sendDigest(ctx: CoreContext, tx: Transaction, userId: string): Promise<void> {
  const now = ctx.clock.now();
  const hourAgo = secondsAfter(now, -digestSeconds);
  // Whoever holds the row mails; the next one finds that mail.
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const { name, email, locale } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const last = await tx.mail.findFirst({
    where: { to: email, template: "requests-digest" },
    orderBy: { createdAt: "desc" },
    select: { sendAfter: true },
  });
  if (last?.sendAfter && last.sendAfter > hourAgo) return;
  const where: Prisma.AccessRequestWhereInput = {
    status: "PENDING",
    ...(ctx.config.confirmRequests ? { emailConfirmedAt: { not: null } } : {}),
    events: { some: { at: { gt: last?.sendAfter ?? hourAgo }, kind: { in: arrivals } } },
  };
  const count = await tx.accessRequest.count({ where });
  if (count === 0) return;
  const newest = await tx.accessRequest.findMany({
    where,
    orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
    take: namedMax,
    select: { name: true, organization: true },
  });
  const lines = newest.map((request) => `${request.name}, ${request.organization}`);
  await ctx.mailer.enqueue(
    tx,
    {
      template: "requests-digest",
      to: email,
      locale,
      props: {
        name,
        count,
        newest: [...lines, ...(count > lines.length ? ["…"] : [])].join("\n"),
        url: queueUrl(ctx.config),
      },
    },
    // Not held back: this is when the next one counts from.
    { sendAfter: now },
  );
}
