import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Result } from "../result";
import { type AccessRequestView, statusValues } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

/** Adds an internal note to the timeline. The applicant never sees it. */
export function addRequestNote(
  ctx: CoreContext,
  admin: ReviewerActor,
  input: { id: string; note: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, admin, {
    id: input.id,
    from: Object.keys(statusValues) as AccessRequestStatus[],
    data: {},
    event: { kind: "note", text: input.note },
    action: "access_request.noted",
  });
}
