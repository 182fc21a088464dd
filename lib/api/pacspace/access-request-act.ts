import type { z } from "@hono/zod-openapi";
import type { ReviewerActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import { ok, type Result } from "@/lib/core/kernel/result";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest, exampleId, exampleMoment } from "./examples";
import { accessRequestSchema } from "./schemas-queue";
import { toAccessRequest } from "./serialize-queue";

export const changeRefusals = ["not_found", "request_already_decided", "request_changed", "admin_required"] as const;

export const exampleReviewer = { id: exampleId, name: "Ana Admin", email: "ana@company.com" };
export const exampleApproved = {
  ...exampleAccessRequest,
  status: "approved",
  version: 1,
  decidedAt: exampleMoment,
  decidedBy: exampleReviewer,
  tokenState: "sent",
  token: { state: "open", expiresAt: exampleMoment, sentAt: exampleMoment, openedAt: null },
} as const;

interface Act<Input extends z.ZodType, Code extends ErrorCode> {
  /** What follows `/access-requests/{id}/`. */
  name: string;
  summary: string;
  description?: string;
  input: Input;
  inputExample?: unknown;
  dataExample: z.input<typeof accessRequestSchema>;
  message: string;
  refusals: readonly Code[];
  run(
    ctx: CoreContext,
    actor: ReviewerActor,
    input: z.output<Input> & { id: string },
  ): Promise<Result<AccessRequestView, NoInfer<Code>>>;
}

/** An act on one request: it answers with the request as it is afterwards. */
export function defineAct<Input extends z.ZodType<Record<string, unknown>>, Code extends ErrorCode>({
  name,
  run,
  ...act
}: Act<Input, Code>): Endpoint {
  return defineReviewerEndpoint({
    ...act,
    method: "post",
    path: `/access-requests/{id}/${name}`,
    status: 200,
    data: accessRequestSchema,
    async run({ ctx, actor, input, id }) {
      const done = await run(ctx, actor, { ...input, id });
      return done.ok ? ok({ data: toAccessRequest(done.value) }) : done;
    },
  });
}
