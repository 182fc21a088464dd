import { type AuditGroup, auditGroups } from "@/lib/values/audit";
import { type AuditAction, auditActionNames, auditedAs } from "./actions";

function groupOf(action: AuditAction): AuditGroup {
  return auditedAs(action).activity ?? (action.startsWith("access_request.") ? "requests" : "administration");
}

export function actionsOfGroup(group: AuditGroup): AuditAction[] {
  return auditActionNames.filter((action) => groupOf(action) === group);
}

/** Every act there is, by group, in the order in which they are offered. */
export const actionsByGroup = auditGroups.map((group) => ({ group, actions: actionsOfGroup(group) }));

/** Acts that a program can do with an API key. */
export const actionsOfKeys = auditActionNames.filter((action) => /^(project|api_key)\./.test(action));
