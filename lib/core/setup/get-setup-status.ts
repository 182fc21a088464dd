import type { CoreContext } from "../context";

/** Whether the first admin exists, and whether making one needs the setup token that the start has printed. */
export async function getSetupStatus(ctx: CoreContext): Promise<{ setup: boolean; tokenRequired: boolean }> {
  const instance = await ctx.db.instance.findUnique({ where: { id: 1 } });
  return { setup: instance !== null, tokenRequired: ctx.config.setupToken !== null };
}
