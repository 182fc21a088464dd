import type { AccessRequest, Tenant } from "@/generated/prisma/client";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import type { ApproveAccessRequestInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { roleIn } from "../tenants/membership";
import { requireRoomToJoin } from "../tenants/plan-limits";
import { verifiedDomain } from "../tenants/verified-domain";
import { mayManage, toTenantRole } from "../users/team-roles";
import { type Change, type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { decidedBy, undoWindow, withoutFirstApproval } from "./decision";
import { mailApproval } from "./issue-approval";
import { askToJoin } from "./join-question";
import { isFirstIndependent, isOfOwnCompany, ownMailboxes } from "./own-request";
import { entitledAmong, withoutStaleApproval } from "./standing-approval";

type JoinRefusal = "step_up_required" | "validation_failed" | "plan_limit_reached" | "own_request";
type OwnRefusal = "own_request" | "second_approval_needed" | "request_changed" | JoinRefusal;
export type ApproveRefusal = ChangeRefusal | OwnRefusal;
type Input = Partial<ApproveAccessRequestInput> & { id: string };

/**
 * Approves a request that waits, and mails its sign-up link. `note` is shown to the applicant. Where the settings ask
 * for two people, the first approval is only recorded, and so is one whose first person may no longer decide. Nobody
 * approves a request of their own mailbox, however it is spelled. An organization that the approval chose is asked first, unless the reviewer leads it.
 */
export async function approveAccessRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: Input,
): Promise<Result<AccessRequestView, ApproveRefusal>> {
  if (input.joinTenantId === undefined && input.joinRole !== undefined) {
    return err("validation_failed", { fieldErrors: { joinTenantId: ["required"] } });
  }
  const target = { ...input, from: undecided, names: { tenantId: input.joinTenantId } };
  return changeAccessRequest<OwnRefusal>(ctx, reviewer, target, async (tx, request) => {
    if ((await ownMailboxes(tx, reviewer.user)).has(canonicalMailbox(request.email))) return err("own_request");
    const given = withoutStaleApproval(request, await entitledAmong(tx, [request]));
    if (given.joinAskedAt) return err("request_changed", { changed: await whoAsked(tx, request) });
    const { fourEyesBuyerModes } = await getSettings(ctx, tx);
    const needsTwo = fourEyesBuyerModes.includes(request.buyerMode);
    const proposed = { ...given, ...joiningIn(given, input) };
    const isHalf = needsTwo && (await isFirstIndependent(ctx, tx, proposed, reviewer.user.id));
    // What a first person chose whose approval does not count goes with it.
    const isStale = needsTwo && !isHalf && given.firstApprovedById !== null;
    const standing = isStale ? { ...given, ...withoutFirstApproval } : given;
    const chosen = await joiningOf(ctx, tx, reviewer, standing, input);
    if (!chosen.ok) return chosen;
    const { tenant, isTheirs, ...joining } = chosen.value;
    if (needsTwo && standing.firstApprovedById === reviewer.user.id) return err("second_approval_needed");
    const { firstApprovedById } = standing;
    const words = { ...notAsked, ...joining, firstApprovedById, approvalNote: input.note || standing.approvalNote };
    if (needsTwo && !isHalf) return ok(firstApproval(reviewer, words, input));
    if (tenant && !isTheirs) return ok(askToJoin(ctx, tx, reviewer, tenant, words, input.note));
    return ok(await approval(ctx, tx, reviewer, request, words, input));
  });
}

async function whoAsked(tx: Transaction, { joinAskedAt, joinAskedById }: AccessRequest) {
  const asked = joinAskedById
    ? await tx.user.findUnique({ where: { id: joinAskedById }, select: { name: true } })
    : null;
  return { kind: "join_asked", by: asked?.name ?? "", at: joinAskedAt ?? new Date(0) };
}

/** An approval that waits for an organization is overwritten only once it no longer stands. */
const notAsked = { joinAskedAt: null, joinAskedById: null } as const;

type Words = typeof notAsked & Pick<AccessRequest, "approvalNote" | "firstApprovedById"> & Joining;

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
      joinConfirmedAt: words.joinTenantId ? ctx.clock.now() : null,
      ...(await undoWindow(ctx, tx, request, undoable)),
      status: "APPROVED",
      rejectionReason: null,
    },
    events: [{ kind: "approved", text: note }],
    action: "access_request.approved",
    details: words.joinTenantId ? { joinTenantId: words.joinTenantId, joinRole: words.joinRole } : {},
    effect: (approved) => mailApproval(ctx, tx, approved),
  };
}

type Joining = Pick<AccessRequest, "joinTenantId" | "joinRole">;

/** What the first of two approvals chose stays, unless the second says otherwise. */
function joiningIn({ joinTenantId: chosen, joinRole: role }: AccessRequest, input: Input): Joining {
  if (input.joinTenantId === undefined) return { joinTenantId: chosen, joinRole: role };
  return { joinTenantId: input.joinTenantId, joinRole: toTenantRole(input.joinRole ?? "member") };
}

/** `isTheirs`: the reviewer leads that tenant, so that this approval is its yes. */
type Chosen = Joining & { tenant: Tenant | null; isTheirs: boolean };

/**
 * Letting somebody into a tenant takes a recent proof, whoever chose it. Reviewers propose members, and only for a tenant
 * that has verified the request's domain; admins of the console also admins, for any tenant. Neither lets their own
 * company in.
 */
async function joiningOf(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  request: AccessRequest,
  input: Input,
): Promise<Result<Chosen, JoinRefusal>> {
  const joining = joiningIn(request, input);
  if (joining.joinTenantId === null) return ok({ ...joining, tenant: null, isTheirs: false });
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  const tenant = await tx.tenant.findUnique({ where: { id: joining.joinTenantId } });
  if (!tenant) return err("validation_failed", { fieldErrors: { joinTenantId: ["tenant"] } });
  // Holds the tenant: who leads it stays true until the end.
  const room = await requireRoomToJoin(tx, tenant.id);
  const isTheirs = mayManage(await roleIn(tx, tenant.id, reviewer.user.id), joining.joinRole ?? "MEMBER");
  if (input.joinTenantId !== undefined && !isTheirs) {
    const { joinRole = "member" } = input;
    const proposed = await mayPropose(ctx, tx, reviewer, request, { tenantId: tenant.id, joinRole });
    if (!proposed.ok) return proposed;
  }
  if (await isOfOwnCompany(ctx, tx, reviewer.user, { ...request, ...joining })) return err("own_request");
  return room.ok ? ok({ ...joining, tenant, isTheirs }) : room;
}

/** A tenant of somebody else's company is answered like one that does not exist. */
async function mayPropose(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  { emailDomain }: AccessRequest,
  { tenantId, joinRole }: { tenantId: string; joinRole: "member" | "admin" },
): Promise<Result<undefined, "validation_failed">> {
  if (!reviewer.user.isAdmin) {
    const isVerified = (await tx.tenantDomain.count({ where: verifiedDomain(ctx, emailDomain, tenantId) })) > 0;
    if (!isVerified) return err("validation_failed", { fieldErrors: { joinTenantId: ["tenant"] } });
    if (joinRole !== "member") return err("validation_failed", { fieldErrors: { joinRole: ["member_only"] } });
  }
  return ok();
}
