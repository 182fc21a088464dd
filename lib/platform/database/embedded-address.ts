import { chmodSync, lstatSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Cluster } from "./cluster-directory";
import { giveTo, giveToOwnerOfDirectory } from "./embedded-user";
import { answerScramOnly } from "./scram-only";

export type Address = { socketDirectory: string } | { port: number };

export const role = "foyer_app";
export const database = "foyer";
/** Part of the socket's name. */
const socketPort = 5432;
/** macOS limit in bytes, four less than on Linux. */
const pathBytesMax = 103;

export function urlOf(address: Address, password: string): string {
  const host =
    "port" in address ? `127.0.0.1:${address.port}` : `${encodeURIComponent(address.socketDirectory)}:${socketPort}`;
  return `postgresql://${role}:${password}@${host}/${database}`;
}

/** Requires SCRAM for connections to the address. */
export function guard(address: Address): void {
  if ("port" in address) answerScramOnly(address.port, "127.0.0.1");
  else answerScramOnly(`${address.socketDirectory}/.s.PGSQL.${socketPort}`);
}

/** As `name=value`. */
export function settingsOf(address: Address, { directory }: Cluster): string[] {
  if ("port" in address) return [`port=${address.port}`, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  // A relative path is short and needs no quoting.
  const path = address.socketDirectory === directory ? "." : address.socketDirectory;
  return [`port=${socketPort}`, "listen_addresses=", `unix_socket_directories=${path}`, "unix_socket_permissions=0700"];
}

const temporary = "/tmp/foyer-";

export function leaveSocket(directory: string): void {
  if (!directory.startsWith(temporary)) return;
  try {
    rmdirSync(directory);
  } catch {
    // It has content or is already gone.
  }
}

/** Uses a new private directory if the path is too long for a socket. */
export function chooseSocket({ directory, identity }: Cluster): Address {
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) <= pathBytesMax)
    return { socketDirectory: directory };
  const socketDirectory = mkdtempSync(temporary);
  chmodSync(socketDirectory, 0o700);
  giveTo(socketDirectory, identity);
  return { socketDirectory };
}

/** Null if another user could enter the directory. */
export function privateDirectory(named: string, { directory }: Cluster): string | null {
  const path = resolve(directory, named);
  const found = lstatSync(path, { throwIfNoEntry: false });
  const isPrivate = found?.isDirectory() && found.uid === lstatSync(directory).uid && (found.mode & 0o077) === 0;
  return isPrivate ? path : null;
}

/** Reuses the saved port, so that connections recover. */
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
    return 0;
  }
}

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
