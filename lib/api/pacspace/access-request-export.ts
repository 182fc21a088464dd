import { z } from "@hono/zod-openapi";
import { toCsv } from "@/lib/api/http/csv";
import { exportAccessRequests } from "@/lib/core/access-requests/export-requests";
import { ok } from "@/lib/core/kernel/result";
import { queueFilterSchema } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleAccessRequest } from "./examples";
import { accessRequestSchema } from "./schemas-queue";

const columns = [
  ...["id", "email", "name", "organization", "buyerMode", "useCase", "status", "domainKind", "source", "confirmed"],
  ...["submittedAt", "snoozedUntil", "assignee", "decidedAt", "decidedBy", "rejectionReason", "approvalNote"],
  ...["linkState", "linkExpiresAt"],
];

const exportEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/access-requests/export",
  summary: "Export access requests",
  description:
    "Streams a CSV file with what the list shows for the same filters, in the same order. Internal notes are left out. The export is recorded in the audit log. Requires recent re-authentication.",
  input: queueFilterSchema,
  status: 200,
  data: z.array(accessRequestSchema),
  dataExample: [exampleAccessRequest],
  message: "The access requests as a CSV file.",
  fileTypes: ["text/csv"],
  refusals: ["step_up_required"],
  acts: true,
  async run({ ctx, actor, input }) {
    const exported = exportAccessRequests(ctx, actor, input);
    if (!exported.ok) return exported;
    const day = ctx.clock.now().toISOString().slice(0, 10);
    return ok({
      file: toCsv(rowsOf(exported.value), columns),
      fileType: "text/csv",
      fileName: `access-requests-${day}.csv`,
    });
  },
});

async function* rowsOf(batches: AsyncIterable<AccessRequestView[]>): AsyncGenerator<Record<string, string>[]> {
  for await (const batch of batches) yield batch.map(toRow);
}

function toRow(request: AccessRequestView): Record<string, string> {
  const { assignee, decidedBy, decidedByRule, token } = request;
  return {
    id: request.id,
    email: request.email,
    name: request.name,
    organization: request.organization,
    buyerMode: request.buyerMode,
    useCase: request.useCase,
    status: request.status,
    domainKind: request.domainKind,
    source: request.source,
    confirmed: request.confirmed ? "yes" : "no",
    submittedAt: request.submittedAt.toISOString(),
    snoozedUntil: request.snoozedUntil?.toISOString() ?? "",
    assignee: assignee?.email ?? "",
    decidedAt: request.decidedAt?.toISOString() ?? "",
    decidedBy: decidedBy?.email ?? (request.decidedAt && decidedByRule ? `rule: ${decidedByRule.name}` : ""),
    rejectionReason: request.rejectionReason ?? "",
    approvalNote: request.approvalNote ?? "",
    linkState: request.tokenState ?? "",
    linkExpiresAt: token?.expiresAt.toISOString() ?? "",
  };
}

/** Before the endpoint of one request, whose path would take it for an id. */
export const accessRequestExportEndpoints: Endpoint[] = [exportEndpoint];
