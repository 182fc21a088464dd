import type { CoreContext } from "../kernel/context";

/** Whether the first admin exists, and whether making one takes the setup token: always, but for a request from this machine. */
export async function getSetupStatus(ctx: CoreContext): Promise<{ setup: boolean; tokenRequired: boolean }> {
  const instance = await ctx.db.instance.findUnique({ where: { id: 1 } });
  return { setup: instance !== null, tokenRequired: ctx.config.setupToken !== null || ctx.request.isLocal !== true };
}
