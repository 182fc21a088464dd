import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { queueUrl } from "../mail/mail-links";
import { wasMailedBefore } from "../mail/mailed-before";

/** Who decides on requests and can be told of them. */
export const reachableReviewers = {
  OR: [{ isAdmin: true }, { isReviewer: true }],
  deactivatedAt: null,
  emailVerifiedAt: { not: null },
} satisfies Prisma.UserWhereInput;

/** Tells each reviewer who wants to hear at once that a request waits. A flood of requests is no flood of mails. */
export async function tellReviewers(
  ctx: CoreContext,
  tx: Transaction,
  request: Pick<AccessRequest, "id" | "name" | "email" | "organization">,
  { answered, once }: { answered: boolean; once?: string | undefined },
): Promise<void> {
  if (await wasMailedBefore(tx, once)) return;
  // The first of the mails bears the job's mark; they are written together.
  let id = once;
  const reviewers = await tx.user.findMany({
    where: { ...reachableReviewers, requestNotices: "INSTANT" },
    select: { id: true, name: true, email: true, locale: true },
    orderBy: { id: "asc" },
  });
  for (const { id: reviewerId, name, email, locale } of reviewers) {
    if (!(await ctx.limits.consume("requestNotice", reviewerId)).allowed) continue;
    const mailId = await ctx.mailer.enqueue(
      tx,
      {
        template: "request-waiting",
        to: email,
        locale,
        props: {
          name,
          applicant: request.name,
          applicantEmail: request.email,
          organization: request.organization,
          answered,
          url: queueUrl(ctx.config, request.id),
        },
      },
      { accessRequestId: request.id, id },
    );
    if (mailId !== null) id = undefined;
  }
}
