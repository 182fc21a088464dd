import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import type { App } from "@/lib/platform/context";
import { createApp } from "@/lib/platform/create-app";
import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { refuseLostSecret, requireOwnSecret } from "@/lib/platform/database/prepare";
import { requireMigrated } from "@/lib/platform/database/require-migrated";
import { type Env, parseEnv } from "@/lib/platform/env";
import { orSayWhy } from "./say-why";
import { signal } from "./set-up-process";

interface Options {
  /** Also runs on a database that was used with another AUTH_SECRET. */
  anySecret?: boolean;
}

/** Returns why it failed, or null. */
type Work = (ctx: CoreContext, app: App) => Promise<string | null>;

export async function runCommand(work: Work, { anySecret = false }: Options = {}): Promise<void> {
  await orSayWhy(async () => {
    const env = readEnvironment();
    const onDatabase = async (url: string) => {
      await requireMigrated(url, signal);
      if (!anySecret) await refuseLostSecret(env, url);
      await workOn(env, url, async (ctx, app) => {
        if (!anySecret) await requireOwnSecret(app);
        return work(ctx, app);
      });
    };
    await withConfiguredDatabase(env, onDatabase, { signal });
  });
}

/** Logs errors only because stdout belongs to the command. */
export function readEnvironment(): Env {
  return parseEnv(undefined, { LOG_LEVEL: "warn" });
}

export async function workOn(env: Env, databaseUrl: string, work: Work): Promise<void> {
  const app = createApp(env, { databaseUrl });
  try {
    const request = { ip: "command line", userAgent: "", requestId: crypto.randomUUID(), locale: "en" } as const;
    const problem = await work(forRequest(app, request), app);
    if (problem === null) return;
    console.error(problem);
    process.exitCode = 1;
  } finally {
    await app.close();
  }
}
