import type { AccessRequest, Tenant } from "@/generated/prisma/client";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { mailLeaders } from "../tenants/mail-leaders";
import { toTeamRole } from "../users/team-roles";
import type { Change } from "./change-access-request";

type Words = Pick<AccessRequest, "approvalNote" | "joinRole">;

/**
 * The approval of somebody who does not lead the organization that it chose: the request stays where it is, and the
 * organization's owners and admins are asked (lib/core/access-requests/answer-join.ts). Nothing is mailed to the applicant.
 */
export function askToJoin(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor,
  tenant: Tenant,
  words: Words,
  note: string | undefined,
): Change {
  const role = words.joinRole ?? "MEMBER";
  return {
    data: {
      ...words,
      ...{ joinTenantId: tenant.id, joinRole: role, joinConfirmedAt: null },
      ...{ joinAskedAt: ctx.clock.now(), joinAskedById: reviewer.user.id },
    },
    events: [{ kind: "join_asked", text: tenant.name }, ...(note ? [{ kind: "note" as const, text: note }] : [])],
    action: "access_request.join_asked",
    details: { tenantId: tenant.id, role: toTeamRole(role) },
    effect: async ({ email, id, name: applicant }) => {
      const props = { applicant, applicantEmail: email, organization: tenant.name, role };
      const teamUrl = `${ctx.config.appUrl}/account/team`;
      await mailLeaders(ctx, tx, { tenantId: tenant.id, accessRequestId: id }, "join-asked", (name) => ({
        ...{ ...props, name, teamUrl },
      }));
    },
  };
}
