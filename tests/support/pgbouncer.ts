import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findIdentity } from "@/lib/platform/database/embedded-user";
import { freePort } from "./product-process";

const program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].find(isThere);

function isThere(path: string): boolean {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Why the tests are skipped; null when PgBouncer is installed. */
export function whyNoPgbouncer(): string | null {
  return program ? null : "pgbouncer is not installed";
}

export interface Pgbouncer {
  url: string;
  stop(): Promise<void>;
}

/** A PgBouncer of the test's own, with its documented defaults. */
export async function startPgbouncer(databaseUrl: string, mode: "session" | "transaction"): Promise<Pgbouncer> {
  const { hostname, password, port, username } = new URL(databaseUrl);
  const directory = mkdtempSync(join(tmpdir(), "foyer-pgbouncer-"));
  chmodSync(directory, 0o755);
  const listenPort = await freePort();
  const users = join(directory, "users.txt");
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`, { mode: 0o644 });
  const settings = join(directory, "pgbouncer.ini");
  writeFileSync(
    settings,
    `[databases]
* = host=${decodeURIComponent(hostname)} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = 20
`,
    { mode: 0o644 },
  );
  // PgBouncer doesn't run as root.
  const child = spawn(program ?? "pgbouncer", ["-q", settings], {
    ...(findIdentity() ?? {}),
    cwd: "/",
    stdio: "ignore",
  });
  await listening(listenPort, child);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${listenPort}`;
  return {
    url: url.href,
    async stop() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isOpen = await new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await pause(20);
  }
  throw new Error("pgbouncer did not start");
}
