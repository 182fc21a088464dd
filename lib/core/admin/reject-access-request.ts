import type { RejectAccessRequestInput } from "@/lib/values/forms";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import type { AccessRequestView } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";

/** Rejects a request that waits. With `notify` the applicant is told, with the reason if one is given. */
export function rejectAccessRequest(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: RejectAccessRequestInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  const reason = input.reason || null;
  return changeAccessRequest(ctx, admin, {
    id: input.id,
    version: input.version,
    from: undecided,
    data: {
      status: "REJECTED",
      decidedAt: ctx.clock.now(),
      decidedById: admin.user.id,
      rejectionReason: reason,
      approvalNote: null,
    },
    event: { kind: "rejected", text: input.reason },
    action: "access_request.rejected",
    effect: async (tx, request) => {
      if (!input.notify) return;
      await ctx.mailer.enqueue(tx, {
        template: "access-rejected",
        to: request.email,
        locale: request.locale,
        props: { name: request.name, organization: request.organization, reason },
      });
    },
  });
}
