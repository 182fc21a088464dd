import type { AdminActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { type AccessRuleView, toRuleView } from "./rule-view";

/** Every rule in the order in which they are asked: the first that matches acts. */
export function listAccessRules(ctx: CoreContext, _admin: AdminActor): Promise<AccessRuleView[]> {
  return readRules(ctx.db);
}

/** The same without a person who asks. Two rules that were added at once stand in the order of their making. */
export async function readRules(db: Database | Transaction): Promise<AccessRuleView[]> {
  const rows = await db.accessRule.findMany({ orderBy: [{ position: "asc" }, { id: "asc" }] });
  return rows.map(toRuleView);
}
