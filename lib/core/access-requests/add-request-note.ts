import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { statusValues } from "./access-request-view";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";
import { withNote } from "./search-text";

export const anyStatus = Object.keys(statusValues) as AccessRequestStatus[];

/** Adds an internal note to the timeline and to what the search reads. The applicant never sees it. */
export function addRequestNote(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; note: string },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, { id: input.id, from: anyStatus }, async (_tx, request) =>
    ok({
      data: withNote(request, input.note),
      events: [{ kind: "note", text: input.note }],
      action: "access_request.noted",
    }),
  );
}
