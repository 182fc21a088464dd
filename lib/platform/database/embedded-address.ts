import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Cluster } from "./cluster-directory";
import { giveTo, giveToOwnerOfDirectory } from "./embedded-user";
import { answerScramOnly } from "./scram-only";

/** Where a cluster is reached: a socket in a directory that only its user can enter, or a port of this machine. */
export type Address = { socketDirectory: string } | { port: number };

export const role = "foyer_app";
export const database = "foyer";
/** Part of the socket's name; nobody listens on it. */
const socketPort = 5432;
/** Bytes that the path of a socket may have on macOS; Linux takes four more. */
const pathBytesMax = 103;

/** For node-postgres, libpq and `new URL()` alike. */
export function urlOf(address: Address, password: string): string {
  const host =
    "port" in address ? `127.0.0.1:${address.port}` : `${encodeURIComponent(address.socketDirectory)}:${socketPort}`;
  return `postgresql://${role}:${password}@${host}/${database}`;
}

/** No connection there answers to anybody but the cluster itself. */
export function guard(address: Address): void {
  if ("port" in address) answerScramOnly(address.port, "127.0.0.1");
  else answerScramOnly(`${address.socketDirectory}/.s.PGSQL.${socketPort}`);
}

/** As `name=value`. */
export function settingsOf(address: Address, { directory }: Cluster): string[] {
  if ("port" in address) return [`port=${address.port}`, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  // PostgreSQL works in its data directory: so written, no path has to be quoted, and none is too long for it.
  const path = address.socketDirectory === directory ? "." : address.socketDirectory;
  return [`port=${socketPort}`, "listen_addresses=", `unix_socket_directories=${path}`, "unix_socket_permissions=0700"];
}

const temporary = "/tmp/foyer-";

/** Removes a directory that chooseSocket() made, once its server has taken the socket away. */
export function leaveSocket(directory: string): void {
  if (!directory.startsWith(temporary)) return;
  try {
    rmdirSync(directory);
  } catch {
    // Something is in it, or it is gone already: there is no harm in what is left.
  }
}

/**
 * The data directory itself, which only its user (and root) can enter. Where its path is too long for a socket, a new
 * directory of the same kind: nobody else can have made it, and nobody else can enter it.
 */
export function chooseSocket({ directory, identity }: Cluster): Address {
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) <= pathBytesMax)
    return { socketDirectory: directory };
  const socketDirectory = mkdtempSync(temporary);
  chmodSync(socketDirectory, 0o700);
  giveTo(socketDirectory, identity);
  return { socketDirectory };
}

/** The socket's directory as postmaster.pid names it, or null where it is not its user's alone. */
export function privateDirectory(named: string, { directory }: Cluster): string | null {
  const path = resolve(directory, named);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const isPrivate = found?.isDirectory() && found.uid === lstatSync(directory).uid && (found.mode & 0o077) === 0;
  return isPrivate ? path : null;
}

/** A port of this machine, the same again if it can be had: connections that were lost find their way back. */
export async function choosePort(file: string): Promise<Address> {
  const before = readPort(file);
  const port = await freePort(before);
  if (port !== before) {
    writeFileSync(file, String(port));
    giveToOwnerOfDirectory(file);
  }
  return { port };
}

function readPort(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    // The first start.
    return 0;
  }
}

/** `wanted` if nobody listens there, otherwise any free port. */
function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", (error) => (wanted === 0 ? fail(error) : done(freePort(0))));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
