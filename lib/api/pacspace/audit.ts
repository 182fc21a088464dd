import { toCsv, toJsonArray } from "@/lib/api/http/csv";
import { exportAuditEvents } from "@/lib/core/audit/export-audit-events";
import { getChainStatus } from "@/lib/core/audit/get-chain-status";
import { listAuditEvents } from "@/lib/core/audit/list-audit-events";
import { ok } from "@/lib/core/kernel/result";
import { exportAuditSchema, listAuditSchema } from "@/lib/values/audit";
import { auditColumns, toAuditEvent, toAuditPage, toAuditRow } from "./audit-serialize";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { auditEventsSchema, auditPageSchema } from "./schemas-audit";

const exampleEvent = {
  id: "1024",
  at: exampleMoment,
  actor: { type: "admin" as const, id: exampleId, label: "ana@company.com" },
  action: "access_request.approved",
  target: { type: "access_request", id: exampleId },
  subjectId: exampleId,
  ip: "203.0.113.9",
  userAgent: "curl/8.14.1",
  requestId: "3f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e",
  details: { email: "jane@company.com" },
  sequence: "1024",
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

const filters =
  "`actor` is user, admin, api_key, system or anonymous. `person` is an address or part of a name. `action` is an action such as login.failed, or a group (sign_in, security, account, team, requests, administration). `target` is an id or an address. `from` and `to` are times, and `to` is exclusive.";

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/audit",
  summary: "List audit events",
  description: `Newest first. ${filters}`,
  input: listAuditSchema,
  status: 200,
  data: auditPageSchema,
  dataExample: {
    items: [{ ...exampleEvent, targetName: "jane@company.com", subjectEmail: "ana@company.com" }],
    nextCursor: null,
    chain: { sealedUntil: exampleMoment, sealedTo: "1024", verifiedAt: exampleMoment },
  },
  message: "Audit events.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const [page, chain] = await Promise.all([listAuditEvents(ctx, actor, input), getChainStatus(ctx, actor)]);
    return ok({ data: toAuditPage(page, chain) });
  },
});

const exportEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/audit/export",
  summary: "Export the audit log",
  description: `Streams a CSV file, or one JSON array with \`format=json\`. ${filters} The export is recorded in the audit log. Requires recent re-authentication.`,
  input: exportAuditSchema,
  status: 200,
  data: auditEventsSchema,
  dataExample: [exampleEvent],
  message: "The audit log as a file.",
  fileTypes: ["text/csv", "application/json"],
  refusals: ["step_up_required"],
  acts: true,
  async run({ ctx, actor, input }) {
    const exported = exportAuditEvents(ctx, actor, input);
    if (!exported.ok) return exported;
    const batches = exported.value;
    const name = `audit-${ctx.clock.now().toISOString().slice(0, 10)}`;
    return ok(
      input.format === "csv"
        ? { file: toCsv(mapped(batches, toAuditRow), auditColumns), fileType: "text/csv", fileName: `${name}.csv` }
        : {
            file: toJsonArray(mapped(batches, toAuditEvent)),
            fileType: "application/json",
            fileName: `${name}.json`,
          },
    );
  },
});

async function* mapped<From, To>(batches: AsyncIterable<From[]>, map: (one: From) => To): AsyncGenerator<To[]> {
  for await (const batch of batches) yield batch.map(map);
}

export const auditEndpoints: Endpoint[] = [listEndpoint, exportEndpoint];
