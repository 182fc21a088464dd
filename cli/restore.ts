import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CoreContext } from "@/lib/core/kernel/context";
import { settleAfterRestore } from "@/lib/core/settings/settle-after-restore";
import { createOnce } from "@/lib/platform/auth-secret";
import { loadBackup, refuseUsedDatabase } from "@/lib/platform/backup/load-backup";
import { checkOf, type Manifest, readManifest } from "@/lib/platform/backup/manifest";
import { CannotStart } from "@/lib/platform/cannot-start";
import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { migrate } from "@/lib/platform/database/migrate";
import type { Env } from "@/lib/platform/env";
import { readEnvironment, workOn } from "./command";
import { orSayWhy } from "./say-why";
import { signal } from "./set-up-process";

/** `npm run restore -- DIRECTORY`: fills an empty installation and invalidates sessions, links and queued emails. */

await orSayWhy(async () => {
  const [source, ...rest] = process.argv.slice(2);
  if (source === undefined || rest.length > 0) throw new CannotStart("Usage: npm run restore -- DIRECTORY");
  const env = readEnvironment();
  const manifest = readManifest(source);
  refuseOtherSecret(source, env, manifest);
  await withConfiguredDatabase(env, (url) => restore(env, url, { source, manifest }), { isRestore: true, signal });
});

async function restore(
  env: Env,
  url: string,
  { manifest, source }: { manifest: Manifest; source: string },
): Promise<void> {
  await refuseUsedDatabase(url);
  await loadBackup(url, source, manifest);
  try {
    restoreSecrets(source, env);
    await migrate(url, { signal });
    // Runs under any AUTH_SECRET because restored sessions must end.
    await workOn(env, url, settle);
  } catch (thrown) {
    if (env.DATABASE_URL) {
      console.error(
        "The rows are restored, but sessions and links from the backup still work. Empty the database and try again.",
      );
    }
    throw thrown;
  }
}

async function settle(ctx: CoreContext): Promise<null> {
  const { mails, sessions, tokens } = await settleAfterRestore(ctx);
  console.log(
    `Restored. Sessions ended: ${sessions}. Emailed links revoked: ${tokens}. Queued emails canceled: ${mails}.`,
  );
  console.log("API keys that were revoked since the backup work again. Review them, then start the server.");
  return null;
}

/** Second factors and links are encrypted under the backup's secret. */
function refuseOtherSecret(source: string, env: Env, { secretCheck }: Manifest): void {
  const used = env.AUTH_SECRET ?? read(join(env.DATA_DIR, "auth.secret")) ?? read(join(source, "auth.secret"));
  const known = [used, env.AUTH_SECRET_PREVIOUS].filter((secret) => secret !== undefined);
  if (secretCheck === null || known.some((secret) => checkOf(secret) === secretCheck)) return;
  const its = existsSync(join(source, "auth.secret")) ? `the text in ${join(source, "auth.secret")}` : "the backup's";
  const where = env.AUTH_SECRET === undefined && used !== undefined ? `auth.secret in ${env.DATA_DIR}` : "AUTH_SECRET";
  throw new CannotStart(
    `${where} is not the one of the backup. Nothing was changed. Set AUTH_SECRET or AUTH_SECRET_PREVIOUS to ${its}.`,
  );
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

function restoreSecrets(source: string, env: Env): void {
  for (const name of env.AUTH_SECRET ? ["setup.token"] : ["auth.secret", "setup.token"]) {
    const secret = read(join(source, name));
    if (secret === undefined) continue;
    mkdirSync(env.DATA_DIR, { recursive: true });
    createOnce(join(env.DATA_DIR, name), secret);
  }
}
