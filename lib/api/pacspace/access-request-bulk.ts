import { actOnRequests } from "@/lib/core/access-requests/bulk";
import { previewBulk } from "@/lib/core/access-requests/preview-bulk";
import { ok } from "@/lib/core/kernel/result";
import { type BulkResult, bulkPreviewSchema, bulkSchema } from "@/lib/values/queue-bulk";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleId } from "./examples";
import { bulkPreviewAnswerSchema, bulkResultSchema } from "./schemas-queue";

const bulkEndpoint = defineReviewerEndpoint({
  method: "post",
  path: "/access-requests/bulk",
  summary: "Update up to 100 access requests",
  description:
    "`action` is approve, reject, snooze, wake, assign, resend or undo, with the same fields as for one request. Each item succeeds or fails on its own, with the code it would get on its own endpoint. More than ten require recent re-authentication.",
  input: bulkSchema,
  inputExample: { action: "approve", items: [{ id: exampleId, version: 0 }] },
  status: 200,
  data: bulkResultSchema,
  dataExample: {
    items: [{ id: exampleId, ok: true, status: "approved", version: 1, undoUntil: null }],
    done: 1,
    refused: 0,
  },
  message: "Done.",
  refusals: ["step_up_required"],
  async run({ ctx, actor, input }) {
    const outcome = await actOnRequests(ctx, actor, input);
    return outcome.ok ? ok({ data: toBulkResult(outcome.value) }) : outcome;
  },
});

const previewEndpoint = defineReviewerEndpoint({
  method: "post",
  path: "/access-requests/bulk/preview",
  summary: "Preview a bulk action",
  description: "Counts what the action would do right now. Changes nothing.",
  input: bulkPreviewSchema,
  inputExample: { action: "approve", ids: [exampleId] },
  status: 200,
  data: bulkPreviewAnswerSchema,
  dataExample: {
    ...{ total: 1, willChange: 1, willMail: 1, alreadyDecided: 0, unconfirmed: 0, needSecondApproval: 0 },
    ...{ notByYou: 0, notFound: 0, needsProof: false },
  },
  message: "Preview.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const preview = await previewBulk(ctx, actor, input);
    return preview.ok ? ok({ data: { ...preview.value } }) : preview;
  },
});

function toBulkResult({ done, items, refused }: BulkResult) {
  return {
    items: items.map((item) =>
      item.ok
        ? { ...item, undoUntil: item.undoUntil?.toISOString() ?? null }
        : {
            ...{ id: item.id, ok: false as const, code: item.code },
            ...(item.decided ? { decided: { ...item.decided, at: item.decided.at?.toISOString() ?? null } } : {}),
          },
    ),
    done,
    refused,
  };
}

export const accessRequestBulkEndpoints: Endpoint[] = [bulkEndpoint, previewEndpoint];
