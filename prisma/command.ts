import { type CoreContext, forRequest } from "@/lib/core/context";
import type { App } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { migrate } from "@/lib/platform/database/migrate";
import { requireOwnSecret } from "@/lib/platform/database/prepare";
import { parseEnv } from "@/lib/platform/env";
import { orSayWhy } from "./say-why";

interface Options {
  /** True: also on a database that was used with another AUTH_SECRET. */
  anySecret?: boolean;
}

/**
 * Runs a command of the command line on the configured database, whether the server runs or not. `work` returns why it
 * could not be done, or null.
 */
export async function runCommand(
  work: (ctx: CoreContext, app: App) => Promise<string | null>,
  { anySecret = false }: Options = {},
): Promise<void> {
  await orSayWhy(async () => {
    const env = parseEnv(undefined, { LOG_LEVEL: "warn" });
    await withConfiguredDatabase(env, async (databaseUrl) => {
      await migrate(databaseUrl);
      const app = createApp(env, { databaseUrl });
      try {
        if (!anySecret) await requireOwnSecret(app);
        const request = { ip: "command line", userAgent: "", requestId: crypto.randomUUID(), locale: "en" } as const;
        const problem = await work(forRequest(app, request), app);
        if (problem === null) return;
        console.error(problem);
        process.exitCode = 1;
      } finally {
        await app.close();
      }
    });
  });
}
