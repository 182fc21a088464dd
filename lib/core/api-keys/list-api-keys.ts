import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import { type ApiKeyView, apiKeyInclude, toApiKeyView } from "./api-key-view";

/** Keys that are over stay in sight for as many of the newest. */
const shownMax = 200;

/** The actor's own keys, newest first; those that are over, too, so that one can see what was. */
export async function listApiKeys(ctx: CoreContext, actor: UserActor): Promise<ApiKeyView[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db.apiKey.findMany({
    where: { userId: actor.user.id },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: shownMax,
    include: apiKeyInclude,
  });
  return rows.map((row) => toApiKeyView(row, now));
}
