import { isId } from "@/lib/values/tokens";
import type { AdminActor, UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { type ApiKeyView, apiKeyInclude, toApiKeyView } from "./api-key-view";

/** Keys that are over stay in sight for as many of the newest. */
const shownMax = 200;

/** The actor's own keys, newest first; those that are over, too, so that one can see what was. */
export function listApiKeys(ctx: CoreContext, actor: UserActor): Promise<ApiKeyView[]> {
  return keysOf(ctx, actor.user.id);
}

/** Anybody's keys, as an admin sees them: never the key itself. */
export async function listUserApiKeys(
  ctx: CoreContext,
  _admin: AdminActor,
  input: { id: string },
): Promise<Result<ApiKeyView[], "user_not_found">> {
  if (!isId(input.id)) return err("user_not_found");
  if ((await ctx.db.user.count({ where: { id: input.id } })) === 0) return err("user_not_found");
  return ok(await keysOf(ctx, input.id));
}

async function keysOf(ctx: CoreContext, userId: string): Promise<ApiKeyView[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db.apiKey.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: shownMax,
    include: apiKeyInclude,
  });
  return rows.map((row) => toApiKeyView(row, now));
}
