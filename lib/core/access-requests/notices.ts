import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { digestSeconds, secondsAfter } from "../kernel/lifetimes";
import { queueUrl } from "../mail/mail-links";
import { wasMailedBefore } from "../mail/mailed-before";
import { reachableReviewers } from "./approvers";
import { lockRequest, openRequestOf } from "./request";
import { applyRules } from "./rules/evaluate";

export async function receiveAnswer(ctx: CoreContext, { id, once }: { id: string; once?: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const request = await tx.accessRequest.findUnique({ where: { id } });
    if (request?.status === "PENDING") await tellReviewers(ctx, tx, request, { answered: true, once });
  });
}

export async function receiveRequest(
  ctx: CoreContext,
  { email, isNew, once }: { email: string; isNew: boolean; once?: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const known = await tx.accessRequest.findFirst({ where: openRequestOf(email), select: { id: true } });
    if (!known) return;
    await lockRequest(tx, known.id);
    const request = await tx.accessRequest.findUnique({ where: { id: known.id } });
    if (request?.status !== "PENDING") return;
    if (ctx.config.confirmRequests && !request.emailConfirmedAt) return;
    const waits = await applyRules(ctx, tx, request);
    if (waits && isNew) await tellReviewers(ctx, tx, request, { answered: false, once });
  });
}

async function tellReviewers(
  ctx: CoreContext,
  tx: Transaction,
  request: Pick<AccessRequest, "id" | "name" | "email" | "organization">,
  { answered, once }: { answered: boolean; once?: string | undefined },
): Promise<void> {
  if (await wasMailedBefore(tx, once)) return;
  // The first email gets the job's id, since one transaction writes them all.
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

const namedMax = 10;
const arrivals = ["submitted", "submitted_again", "confirmed", "question_answered"];

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
  // Serializes processes, so that only one writes a digest.
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
    // Marks where the next digest starts.
    { sendAfter: now },
  );
}
