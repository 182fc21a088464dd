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
 * Approves a request and mails the invitation. With four-eyes, the first approval is only recorded; it doesn't count if
 * its reviewer may no longer decide. Nobody approves their own mailbox. An organization that the request is to join
 * confirms first, unless the reviewer manages it.
 */
export const approveAccessRequest = act({
  access: "reviewer",
  // A tenant chosen by the first of two approvals is checked below.
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
      // A first approval that doesn't count takes its choices with it.
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

/** Leaves the request where it is and mails the organization's owners and admins (joining.ts). */
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

/** The second approval can replace what the first chose. */
function joiningIn({ joinTenantId: chosen, joinRole: role }: AccessRequest, input: Input): Joining {
  if (input.joinTenantId === undefined) return { joinTenantId: chosen, joinRole: role };
  return { joinTenantId: input.joinTenantId, joinRole: toTenantRole(input.joinRole ?? "member") };
}

/** `isManaged`: the reviewer manages the tenant, so nobody else has to confirm. */
type Chosen = Joining & { tenant: Tenant | null; isManaged: boolean };

/**
 * Joining a tenant needs recent re-authentication. Reviewers can suggest members, for a tenant that has verified the
 * email domain; console admins can suggest admins, too, for any tenant. Neither can let in their own company.
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
  // Locks the tenant, so roles stay until the end.
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

/** Tenants of other domains are answered like unknown ones. */
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

/** Can't be undone and needs no second approval. */
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
