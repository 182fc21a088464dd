import { type AuditGroup, auditGroups } from "@/lib/values/audit";
import { kindOfAction } from "../activity/activity-kinds";
import type { AuditAction } from "./record-audit-event";

const actions = Object.keys(kindOfAction) as AuditAction[];

function groupOf(action: AuditAction): AuditGroup {
  return kindOfAction[action] ?? (action.startsWith("access_request.") ? "requests" : "administration");
}

export function actionsOfGroup(group: AuditGroup): AuditAction[] {
  return actions.filter((action) => groupOf(action) === group);
}

/** Every act there is, by group, in the order in which they are offered. */
export const actionsByGroup = auditGroups.map((group) => ({ group, actions: actionsOfGroup(group) }));

/** Acts that a program can do with an API key. */
export const actionsOfKeys = actions.filter((action) => /^(project|api_key)\./.test(action));
