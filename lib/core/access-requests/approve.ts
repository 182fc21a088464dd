import type { AccessRequest, Tenant } from "@/generated/prisma/client";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import { type ApproveAccessRequestInput, approveAccessRequestSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import { act } from "../kernel/act";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { mailLeaders } from "../tenants/mail-leaders";
import { roleIn } from "../tenants/membership";
import { requireRoomToJoin } from "../tenants/plan-limits";
import { verifiedDomain } from "../tenants/verified-domain";
import { mayManage, toTeamRole, toTenantRole } from "../users/team-roles";
import { entitledAmong, isFirstIndependent, isOfOwnCompany, ownMailboxes, withoutStaleApproval } from "./approvers";
import { type Change, changeAccessRequest, changeErrors, decidedBy, undoWindow } from "./change";
import { mailApproval } from "./invitation";
import { undecided, withoutFirstApproval } from "./request";
import { accessRequest, exampleApproved } from "./view";

type Input = ApproveAccessRequestInput & { id: string };
type JoinError = "step_up_required" | "validation_failed" | "plan_limit_reached" | "own_request";
type ApproveError = JoinError | "second_approval_needed" | "request_changed";

/**
 * With four-eyes, only records the first approval. An organization to join confirms first, unless the reviewer
 * manages it.
 */
export const approveAccessRequest = act({
  access: "reviewer",
  stepUp: ({ joinTenantId }) => joinTenantId !== undefined,
  input: approveAccessRequestSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [
    ...changeErrors,
    "own_request",
    "second_approval_needed",
    "step_up_required",
    "plan_limit_reached",
    "validation_failed",
  ],
  example: { input: { note: "Welcome aboard." }, output: exampleApproved },
  async run(ctx, reviewer, input) {
    if (input.joinTenantId === undefined && input.joinRole !== undefined) {
      return err("validation_failed", { fieldErrors: { joinTenantId: ["required"] } });
    }
    const { id, version } = input;
    const target = { id, version, from: undecided, names: { tenantId: input.joinTenantId } };
    return changeAccessRequest<ApproveError>(ctx, reviewer, target, async (tx, request) => {
      if ((await ownMailboxes(tx, reviewer.user)).has(canonicalMailbox(request.email))) return err("own_request");
      const given = withoutStaleApproval(request, await entitledAmong(tx, [request]));
      if (given.joinAskedAt) return err("request_changed", { changed: await whoAsked(tx, request) });
      const { fourEyesBuyerModes } = await getSettings(ctx, tx);
      const needsTwo = fourEyesBuyerModes.includes(request.buyerMode);
      const proposed = { ...given, ...joiningIn(given, input) };
      const isSecond = needsTwo && (await isFirstIndependent(ctx, tx, proposed, reviewer.user.id));
      const isStale = needsTwo && !isSecond && given.firstApprovedById !== null;
      const standing = isStale ? { ...given, ...withoutFirstApproval } : given;
      const chosen = await joiningOf(ctx, tx, reviewer, standing, input);
      if (!chosen.ok) return chosen;
      const { tenant, isManaged, ...joining } = chosen.value;
      if (needsTwo && standing.firstApprovedById === reviewer.user.id) return err("second_approval_needed");
      const { firstApprovedById } = standing;
      const terms = { ...notAsked, ...joining, firstApprovedById, approvalNote: input.note || standing.approvalNote };
      if (needsTwo && !isSecond) return ok(firstApproval(reviewer, terms, input));
      if (tenant && !isManaged) return ok(askToJoin(ctx, tx, reviewer, tenant, terms, input.note));
      return ok(await approval(ctx, tx, reviewer, request, terms, input));
    });
  },
});

async function whoAsked(tx: Transaction, { joinAskedAt, joinAskedById }: AccessRequest) {
  const asked = joinAskedById
    ? await tx.user.findUnique({ where: { id: joinAskedById }, select: { name: true } })
    : null;
  return { kind: "join_asked", by: asked?.name ?? "", at: joinAskedAt ?? new Date(0) };
}

const notAsked = { joinAskedAt: null, joinAskedById: null } as const;

type Joining = Pick<AccessRequest, "joinTenantId" | "joinRole">;
type Terms = typeof notAsked & Pick<AccessRequest, "approvalNote" | "firstApprovedById"> & Joining;

function firstApproval(reviewer: ReviewerActor, terms: Terms, { note }: Input): Change {
  return {
    data: { ...terms, firstApprovedById: reviewer.user.id },
    events: [{ kind: "first_approved", text: note }],
    action: "access_request.first_approved",
  };
}

/** Emails the owners and admins without changing the status. */
function askToJoin(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  tenant: Tenant,
  terms: Terms,
  note: string | undefined,
): Change {
  const role = terms.joinRole ?? "MEMBER";
  return {
    data: {
      ...terms,
      joinTenantId: tenant.id,
      joinRole: role,
      joinConfirmedAt: null,
      joinAskedAt: ctx.clock.now(),
      joinAskedById: reviewer.user.id,
    },
    events: [{ kind: "join_asked", text: tenant.name }, ...(note ? [{ kind: "note" as const, text: note }] : [])],
    action: "access_request.join_asked",
    details: { tenantId: tenant.id, role: toTeamRole(role) },
    effect: ({ email, id, name: applicant }) =>
      mailLeaders(ctx, tx, { tenantId: tenant.id, accessRequestId: id }, "join-asked", (name) => ({
        applicant,
        applicantEmail: email,
        organization: tenant.name,
        role,
        name,
        teamUrl: `${ctx.config.appUrl}/account/team`,
      })),
  };
}

async function approval(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  request: AccessRequest,
  terms: Terms,
  { note, undoable }: Input,
): Promise<Change> {
  return {
    data: {
      ...decidedBy(ctx, reviewer),
      ...terms,
      joinConfirmedAt: terms.joinTenantId ? ctx.clock.now() : null,
      ...(await undoWindow(ctx, tx, request, undoable)),
      status: "APPROVED",
      rejectionReason: null,
    },
    events: [{ kind: "approved", text: note }],
    action: "access_request.approved",
    details: terms.joinTenantId ? { joinTenantId: terms.joinTenantId, joinRole: terms.joinRole } : {},
    effect: (approved) => mailApproval(ctx, tx, approved),
  };
}

function joiningIn({ joinTenantId: chosen, joinRole: role }: AccessRequest, input: Input): Joining {
  if (input.joinTenantId === undefined) return { joinTenantId: chosen, joinRole: role };
  return { joinTenantId: input.joinTenantId, joinRole: toTenantRole(input.joinRole ?? "member") };
}

/** `isManaged` skips the organization's confirmation. */
type Chosen = Joining & { tenant: Tenant | null; isManaged: boolean };

/**
 * Lets reviewers suggest members of tenants with the verified domain, and console admins also admins, in any tenant.
 */
async function joiningOf(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  request: AccessRequest,
  input: Input,
): Promise<Result<Chosen, JoinError>> {
  const joining = joiningIn(request, input);
  if (joining.joinTenantId === null) return ok({ ...joining, tenant: null, isManaged: false });
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  const tenant = await tx.tenant.findUnique({ where: { id: joining.joinTenantId } });
  if (!tenant) return err("validation_failed", { fieldErrors: { joinTenantId: ["tenant"] } });
  // Locks roles in the tenant.
  const room = await requireRoomToJoin(tx, tenant.id);
  const isManaged = mayManage(await roleIn(tx, tenant.id, reviewer.user.id), joining.joinRole ?? "MEMBER");
  if (input.joinTenantId !== undefined && !isManaged) {
    const { joinRole = "member" } = input;
    const proposed = await mayPropose(ctx, tx, reviewer, request, { tenantId: tenant.id, joinRole });
    if (!proposed.ok) return proposed;
  }
  if (await isOfOwnCompany(ctx, tx, reviewer.user, { ...request, ...joining })) return err("own_request");
  return room.ok ? ok({ ...joining, tenant, isManaged }) : room;
}

/** Answers for other domains' tenants as for unknown ones. */
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

/** Needs no second approval and can't be undone. */
export function approveFromCommandLine(ctx: CoreContext, input: { id: string; note: string | null }) {
  return changeAccessRequest(ctx, "command line", { id: input.id, from: undecided }, async (tx) =>
    ok({
      data: {
        ...withoutFirstApproval,
        decidedAt: ctx.clock.now(),
        decidedById: null,
        decidedByRuleId: null,
        status: "APPROVED",
        rejectionReason: null,
        approvalNote: input.note,
        undoUntil: null,
        undoTo: null,
      },
      events: [{ kind: "approved", text: input.note ?? undefined }],
      action: "access_request.approved",
      effect: (approved) => mailApproval(ctx, tx, approved),
    }),
  );
}
