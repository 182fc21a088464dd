import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CannotStart } from "../cannot-start";
import { inspectCluster } from "./cluster-state";
import { bundledMajor } from "./embedded-binaries";
import { canReach, findIdentity, giveTo, type Identity, identityOf, nameOfUser } from "./embedded-user";

export interface Cluster {
  directory: string;
  /** Null for the current user. */
  identity: Identity | null;
}

/** Used when PostgreSQL's user can't reach DATA_DIR or node_modules. */
export const systemDirectory = "/var/lib/foyer";

const isRoot = () => process.getuid?.() === 0;
const inDataDir = (dataDir: string) => join(resolve(dataDir), "postgres");
const inSystem = (dataDir: string) =>
  join(systemDirectory, createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12));

/** Null if the place is empty. Throws CannotStart for a partial cluster or another version. */
export function findCluster(dataDir: string): Cluster | null {
  const places = isRoot() ? [inDataDir(dataDir), inSystem(dataDir)] : [inDataDir(dataDir)];
  const directory = places.find((place) => inspectCluster(place, bundledMajor()));
  if (directory === undefined) return null;
  const identity = isRoot() ? identityOf(directory) : null;
  if (!identity) return { directory, identity };
  if (canReach(identity, directory)) {
    refuseStranger(dataDir, directory);
    return { directory, identity };
  }
  const user = nameOfUser(identity.uid);
  throw new CannotStart(
    `The database in ${directory} belongs to the user ${user}, who can't enter that directory. Nothing was changed. Move it to where ${user} can, or open the directories above it.`,
  );
}

/** As root, a link in another user's DATA_DIR could redirect writes. */
function refuseStranger(dataDir: string, directory: string): void {
  const { uid } = statSync(directory);
  if (uid === 0) return;
  const link = lstatSync(directory);
  if (link.isSymbolicLink() && link.uid !== uid) {
    throw new CannotStart(
      `${directory} is a link of the user ${nameOfUser(link.uid)} to a directory of the user ${nameOfUser(uid)}. Nothing was changed. If that's right, run: chown -h ${nameOfUser(uid)} ${directory}`,
    );
  }
  const owner = identityOf(resolve(dataDir));
  if (uid === (owner ?? findIdentity()).uid) return;
  throw new CannotStart(
    `${directory} belongs to the user ${nameOfUser(uid)}, and DATA_DIR to ${nameOfUser(owner?.uid ?? 0)}. Nothing was changed. If it's Foyer's, run: chown ${nameOfUser(uid)} ${resolve(dataDir)}`,
  );
}

export function placeCluster(dataDir: string): Cluster {
  const own = inDataDir(dataDir);
  if (!isRoot()) return { directory: own, identity: null };
  if (existsSync(own)) refuseStranger(dataDir, own);
  const owners = [own, dirname(own)].filter((path) => existsSync(path)).map(identityOf);
  const identity = owners.find((owner) => owner !== null) ?? findIdentity();
  return { directory: canReach(identity, nearest(dirname(own))) ? own : inSystem(dataDir), identity };
}

/** Fills a temporary directory that then becomes the cluster. Returns false if another process was first. */
export async function putCluster(cluster: Cluster, fill: (directory: string) => Promise<void>): Promise<boolean> {
  const { directory, identity } = cluster;
  makeEnterable(dirname(directory));
  const target = existsSync(directory) ? realpathSync(directory) : directory;
  const partial = `${target}.new-${randomBytes(6).toString("hex")}`;
  mkdirSync(partial, { mode: 0o700 });
  giveTo(partial, identity);
  try {
    await fill(partial);
    return takePlace(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function takePlace(partial: string, target: string): boolean {
  try {
    // Fails unless the directory is empty.
    if (existsSync(target)) rmdirSync(target);
    renameSync(partial, target);
    return true;
  } catch (thrown) {
    if (existsSync(join(target, "PG_VERSION"))) return false;
    if (!existsSync(target) || readdirSync(target).length > 0) throw thrown;
    throw new CannotStart(
      `${target} is empty, but can't be replaced: ${(thrown as Error).message}. If it's a volume of its own, mount the volume one directory higher.`,
    );
  }
}

/** PostgreSQL's user can enter, regardless of the umask. */
export function makeEnterable(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined || !isRoot()) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o711);
}

function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}
