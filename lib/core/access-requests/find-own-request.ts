import type { AccessRequest } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import { readRequestToken } from "./request-link";
import { findVersions, type RequestVersion } from "./request-versions";

interface Known {
  organization: string;
  submittedAt: Date;
  /** What was sent with this address, the version in place first. Absent: there is nothing to choose from. */
  versions?: RequestVersion[];
}

/** Where an applicant stands, in words that the applicant may hear: no names of reviewers, no notes, no rule. */
export type OwnRequest =
  | { state: "unknown" }
  | (Known & { state: "waiting" | "registered" | "closed" })
  | (Known & { state: "question"; question: string; useCase: string })
  /** `isOver`: the link ran out before it was used. */
  | (Known & { state: "approved"; isOver: boolean });

/** What the page of the applicant's link shows. Reads only: mail scanners may look. */
export async function findOwnRequest(ctx: CoreContext, token: string): Promise<OwnRequest> {
  const id = readRequestToken(ctx, token);
  const request = id ? await ctx.db.accessRequest.findUnique({ where: { id } }) : null;
  if (!request) return { state: "unknown" };
  const { organization, submittedAt } = request;
  const versions = await findVersions(ctx, request.id);
  const choice = versions.length > 1 ? { versions } : {};
  return { organization, submittedAt, ...choice, ...standing(request, ctx.clock.now()) };
}

type Standing = OwnRequest extends infer State ? (State extends Known ? Omit<State, keyof Known> : never) : never;

function standing(request: AccessRequest, now: Date): Standing {
  // A decision that can still be undone has not been told to anybody.
  if (request.undoUntil && request.undoUntil > now) return { state: "waiting" };
  switch (request.status) {
    case "NEEDS_INFO":
      return request.question === null
        ? { state: "waiting" }
        : { state: "question", question: request.question, useCase: request.useCase };
    case "APPROVED":
      return { state: "approved", isOver: request.approvalExpiresAt !== null && request.approvalExpiresAt <= now };
    case "EXPIRED":
      return { state: "approved", isOver: true };
    case "REGISTERED":
      return { state: "registered" };
    case "REJECTED":
      return { state: "closed" };
    case "PENDING":
    case "SNOOZED":
      return { state: "waiting" };
  }
}
