import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkOf } from "@/lib/platform/backup/manifest";
import { writeBackup } from "@/lib/platform/backup/write-backup";
import { CannotStart } from "@/lib/platform/cannot-start";
import { findCluster } from "@/lib/platform/database/cluster-directory";
import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { readGenerated } from "@/lib/platform/doctor/secret-facts";
import { type Env, parseEnv } from "@/lib/platform/env";
import { orSayWhy } from "./say-why";
import { signal } from "./set-up-process";

/** `npm run backup -- DIRECTORY`: writes all rows and the secrets of DATA_DIR to a new directory. */

await orSayWhy(async () => {
  const [target, ...rest] = process.argv.slice(2);
  if (target === undefined || rest.length > 0) throw new CannotStart("Usage: npm run backup -- DIRECTORY");
  const env = parseEnv();
  // An existing directory may be readable by others.
  if (existsSync(target)) throw new CannotStart(`${target} already exists. Name a new directory.`);
  if (!env.DATABASE_URL && !findCluster(env.DATA_DIR)) {
    throw new CannotStart(`There's nothing to back up: no database in ${env.DATA_DIR}.`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  try {
    await backUp(env, target);
  } catch (thrown) {
    rmSync(target, { recursive: true, force: true });
    throw thrown;
  }
  console.log(`Backed up to ${target}. Anyone with this directory can read everything, so keep it like a password.`);
  if (env.AUTH_SECRET)
    console.log(
      "The backup doesn't contain AUTH_SECRET. Keep a copy, because without it no one can use their authenticator app.",
    );
});

async function backUp(env: Env, target: string): Promise<void> {
  const secret = env.AUTH_SECRET ?? readGenerated(env.DATA_DIR)?.secret ?? null;
  await withConfiguredDatabase(env, (url) => writeBackup(url, target, secret === null ? null : checkOf(secret)), {
    keepsRoles: true,
    signal,
  });
  // AUTH_SECRET replaces the file, which may be wrong.
  for (const name of env.AUTH_SECRET ? ["setup.token"] : ["auth.secret", "setup.token"]) {
    if (existsSync(join(env.DATA_DIR, name))) copyFileSync(join(env.DATA_DIR, name), join(target, name));
  }
}
