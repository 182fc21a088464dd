import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveToOwnerOfDirectory } from "./database/embedded-user";
import { BadEnvironment } from "./env";

const charactersMin = 32;

/**
 * A secret of this installation: generated once, kept in DATA_DIR, readable by its owner only. Throws BadEnvironment
 * for a file that holds less than a secret: what was signed and sealed under it must not go on under nothing.
 */
export function readOrCreateSecret(dataDir: string, name: string): string {
  const path = join(dataDir, name);
  mkdirSync(dataDir, { recursive: true });
  createOnce(path, randomBytes(48).toString("base64url"));
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < charactersMin) {
    throw new BadEnvironment(
      `Configuration: ${path} is damaged. It has only ${secret.length} characters. Restore it from a backup. In a new installation, delete it`,
    );
  }
  return secret;
}

/**
 * Writes a file that nobody has written yet, whole or not at all: neither a full disk nor a kill leaves half of it, and
 * of two processes that start at once the second reads what the first wrote. False: it is there already.
 */
export function createOnce(path: string, text: string): boolean {
  const partial = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(partial, text, { mode: 0o600, flag: "wx", flush: true });
    giveToOwnerOfDirectory(partial);
    linkSync(partial, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
    return false;
  } finally {
    rmSync(partial, { force: true });
  }
}
