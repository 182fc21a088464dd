import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveToOwnerOfDirectory } from "./database/embedded-user";
import { BadEnvironment } from "./env";

const charactersMin = 32;

/** Throws BadEnvironment if the file is too short. */
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

/** Writes a file atomically. Returns false if it exists. */
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
