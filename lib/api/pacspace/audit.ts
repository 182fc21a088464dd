import { toCsv, toJsonArray } from "@/lib/api/http/csv";
import {
  type AuditEventJson,
  auditEvents,
  exampleAuditEvent,
  exportAuditEvents,
  listAuditEvents,
} from "@/lib/core/audit/audit-events";
import { ok } from "@/lib/core/kernel/result";
import { exportAuditSchema } from "@/lib/values/audit";
import { defineAdminEndpoint } from "./endpoint";
import { get } from "./routes";

const filters =
  "`actor` is user, admin, api_key, system or anonymous. `person` is an address or part of a name. `action` is an action such as login.failed, or a group (sign_in, security, account, team, requests, administration). `target` is an id or an address. `from` and `to` are times, and `to` is exclusive.";

const exportEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/audit/export",
  summary: "Export the audit log",
  description: `Streams a CSV file, or one JSON array with \`format=json\`. ${filters} The export is recorded in the audit log. Requires recent re-authentication.`,
  input: exportAuditSchema,
  status: 200,
  data: auditEvents,
  dataExample: [exampleAuditEvent],
  message: "The audit log as a file.",
  fileTypes: ["text/csv", "application/json"],
  refusals: ["step_up_required"],
  acts: true,
  async run({ ctx, actor, input }) {
    const exported = exportAuditEvents(ctx, actor, input);
    if (!exported.ok) return exported;
    const name = `audit-${ctx.clock.now().toISOString().slice(0, 10)}`;
    return ok(
      input.format === "csv"
        ? { file: toCsv(toRows(exported.value), columns), fileType: "text/csv", fileName: `${name}.csv` }
        : { file: toJsonArray(exported.value), fileType: "application/json", fileName: `${name}.json` },
    );
  },
});

const columns = [
  "at",
  "actorType",
  "actor",
  "actorId",
  "action",
  "targetType",
  "targetId",
  "subjectId",
  "ip",
  "userAgent",
  "requestId",
  "details",
  "id",
  "sequence",
  "hash",
] as const;

async function* toRows(
  batches: AsyncIterable<AuditEventJson[]>,
): AsyncGenerator<Record<(typeof columns)[number], string>[]> {
  for await (const events of batches) {
    yield events.map(({ actor, target, details, ...event }) => ({
      at: event.at,
      actorType: actor.type,
      actor: actor.label,
      actorId: actor.id ?? "",
      action: event.action,
      targetType: target?.type ?? "",
      targetId: target?.id ?? "",
      subjectId: event.subjectId ?? "",
      ip: event.ip,
      userAgent: event.userAgent,
      requestId: event.requestId,
      details: JSON.stringify(details),
      id: event.id,
      sequence: event.sequence ?? "",
      hash: event.hash ?? "",
    }));
  }
}

export const auditEndpoints = [
  get("/audit", listAuditEvents, "List audit events", { description: `Newest first. ${filters}` }),
  exportEndpoint,
];
