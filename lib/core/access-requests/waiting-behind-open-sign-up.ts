import type { Prisma } from "@/generated/prisma/client";
import type { AdminActor, ReviewerActor } from "../kernel/actors";
import { requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { approveAccessRequest } from "./approve-access-request";
import { undecided } from "./change-access-request";

const batch = 50;

/** Requests that wait although anybody may sign up by now. Null while sign-up needs an approval. */
export async function countStranded(ctx: CoreContext, _reviewer: ReviewerActor): Promise<number | null> {
  if (ctx.config.signup !== "open") return null;
  return ctx.db.accessRequest.count({ where: stranded(ctx) });
}

/**
 * Sign-up was opened while requests were waiting: approves the oldest of them, each as if by hand. Answers how many it
 * was and how many are left, so that it can be asked again until none is; what cannot be approved by this admin stays.
 */
export async function approveStranded(
  ctx: CoreContext,
  admin: AdminActor,
): Promise<Result<{ approved: number; refused: number; left: number }, "step_up_required">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (ctx.config.signup !== "open") return ok({ approved: 0, refused: 0, left: 0 });
  const waiting = await ctx.db.accessRequest.findMany({
    where: {
      ...stranded(ctx),
      NOT: { email: admin.user.email },
      OR: [{ firstApprovedById: null }, { firstApprovedById: { not: admin.user.id } }],
    },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
    take: batch,
    select: { id: true },
  });
  let approved = 0;
  for (const { id } of waiting) {
    if ((await approveAccessRequest(ctx, admin, { id })).ok) approved += 1;
  }
  return ok({
    approved,
    refused: waiting.length - approved,
    left: await ctx.db.accessRequest.count({ where: stranded(ctx) }),
  });
}

/** What a reviewer would see waiting: with CONFIRM_REQUESTS on, an unproven address is not among it. */
function stranded(ctx: CoreContext): Prisma.AccessRequestWhereInput {
  return {
    status: { in: undecided },
    // An organization is asked about it.
    joinAskedAt: null,
    ...(ctx.config.confirmRequests ? { emailConfirmedAt: { not: null } } : {}),
  };
}
