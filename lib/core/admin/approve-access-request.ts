import type { AccessRequest } from "@/generated/prisma/client";
import type { ApproveAccessRequestInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { issueApproval } from "../access/issue-approval";
import { type ReviewerActor, requireRecentProof } from "../actors";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { decidedBy, undoWindow } from "../queue/decision";
import { err, ok, type Result } from "../result";
import { getSettings } from "../settings/get-settings";
import { toTenantRole } from "../team/roles";
import { requireRoomToJoin } from "../tenants/plan-limits";
import { type Change, type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";

type JoinRefusal = "step_up_required" | "validation_failed" | "plan_limit_reached";
type OwnRefusal = "own_request" | "second_approval_needed" | JoinRefusal;
export type ApproveRefusal = ChangeRefusal | OwnRefusal;
type Input = Partial<ApproveAccessRequestInput> & { id: string };

/**
 * Approves a request that waits, and mails its sign-up link. `note` is shown to the applicant. Where the settings ask
 * for two people, the first approval is only recorded. Nobody approves a request of their own address.
 */
export async function approveAccessRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: Input,
): Promise<Result<AccessRequestView, ApproveRefusal>> {
  if (input.joinTenantId === undefined && input.joinRole !== undefined) {
    return err("validation_failed", { fieldErrors: { joinTenantId: ["required"] } });
  }
  return changeAccessRequest<OwnRefusal>(ctx, reviewer, { ...input, from: undecided }, async (tx, request) => {
    if (request.email === reviewer.user.email) return err("own_request");
    const joining = await joiningOf(ctx, tx, reviewer, request, input);
    if (!joining.ok) return joining;
    const { fourEyesBuyerModes } = await getSettings(ctx, tx);
    const needsTwo = fourEyesBuyerModes.includes(request.buyerMode);
    if (needsTwo && request.firstApprovedById === reviewer.user.id) return err("second_approval_needed");
    const words = { ...joining.value, approvalNote: input.note || request.approvalNote };
    return ok(
      needsTwo && request.firstApprovedById === null
        ? firstApproval(reviewer, words, input)
        : await approval(ctx, tx, reviewer, request, words, input),
    );
  });
}

type Words = { approvalNote: string | null } & Joining;

function firstApproval(reviewer: ReviewerActor, words: Words, { note }: Input): Change {
  return {
    data: { ...words, firstApprovedById: reviewer.user.id },
    events: [{ kind: "first_approved", text: note }],
    action: "access_request.first_approved",
  };
}

async function approval(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  request: AccessRequest,
  words: Words,
  { note, undoable }: Input,
): Promise<Change> {
  return {
    data: {
      ...decidedBy(ctx, reviewer),
      ...words,
      ...(await undoWindow(ctx, tx, request, undoable)),
      status: "APPROVED",
      rejectionReason: null,
    },
    events: [{ kind: "approved", text: note }],
    action: "access_request.approved",
    details: words.joinTenantId ? { joinTenantId: words.joinTenantId, joinRole: words.joinRole } : {},
    effect: (approved) => issueApproval(ctx, tx, approved, { replace: true }),
  };
}

type Joining = Pick<AccessRequest, "joinTenantId" | "joinRole">;

/**
 * What the first of two approvals chose stays, unless the second says otherwise; letting somebody into a tenant takes
 * a recent proof either way. Only an admin joins a tenant that has nobody of the request's own company.
 */
async function joiningOf(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  request: AccessRequest,
  { joinTenantId, joinRole = "member" }: Input,
): Promise<Result<Joining, JoinRefusal>> {
  const joining =
    joinTenantId === undefined
      ? { joinTenantId: request.joinTenantId, joinRole: request.joinRole }
      : { joinTenantId, joinRole: toTenantRole(joinRole) };
  if (joining.joinTenantId === null) return ok(joining);
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  if (joinTenantId !== undefined && !(await mayJoin(tx, reviewer, request, joinTenantId))) {
    return err("validation_failed", { fieldErrors: { joinTenantId: ["tenant"] } });
  }
  const room = await requireRoomToJoin(tx, joining.joinTenantId);
  return room.ok ? ok(joining) : room;
}

/** A tenant of somebody else's company is answered like one that does not exist. */
async function mayJoin(
  tx: Transaction,
  reviewer: ReviewerActor,
  { domainKind, emailDomain }: AccessRequest,
  tenantId: string,
): Promise<boolean> {
  if (reviewer.user.isAdmin) return (await tx.tenant.count({ where: { id: tenantId } })) > 0;
  if (domainKind !== "CORPORATE") return false;
  const colleague = await tx.user.findFirst({
    where: {
      ...{ tenantId, deactivatedAt: null, emailVerifiedAt: { not: null } },
      email: { endsWith: `@${emailDomain}` },
    },
    select: { id: true },
  });
  return colleague !== null;
}
