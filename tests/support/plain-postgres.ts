import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, systemDirectory } from "@/lib/platform/database/cluster-directory";
import { findBinaries } from "@/lib/platform/database/embedded-binaries";
import { findIdentity, giveTo } from "@/lib/platform/database/embedded-user";
import { runProgram } from "@/lib/platform/database/postgres-process";
import { withClient } from "./database";
import { freePort } from "./product-process";

const earlier = "/usr/lib/postgresql/15/bin";
export const hasEarlierPostgres = existsSync(join(earlier, "initdb"));

/** A PostgreSQL that isn't managed by Foyer. */
export interface PlainPostgres {
  adminUrl: string;
  /** A new, empty database with a role that has only the rights that Foyer documents. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

const password = "plain";

/** Starts Debian's PostgreSQL 15 where installed, else the embedded binaries. */
export async function startPlainPostgres(): Promise<PlainPostgres> {
  const identity = process.getuid?.() === 0 ? findIdentity() : null;
  const root = mkdtempSync(join(tmpdir(), "foyer-plain-"));
  giveTo(root, identity);
  const directory = join(root, "data");
  mkdirSync(directory, { mode: 0o700 });
  giveTo(directory, identity);
  const passwordFile = join(root, "password");
  writeFileSync(passwordFile, password);
  giveTo(passwordFile, identity);
  const bundled = findBinaries(identity, systemDirectory);
  const [initdb, pgCtl] = hasEarlierPostgres
    ? [join(earlier, "initdb"), join(earlier, "pg_ctl")]
    : [bundled.initdb, bundled.pgCtl];
  const cluster: Cluster = { directory, identity };
  const options = ["-U", "owner", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
  await runProgram(initdb, ["-D", directory, `--pwfile=${passwordFile}`, ...options], cluster);
  const port = await freePort();
  const flags = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  await runProgram(pgCtl, ["start", "-D", directory, "-w", "-l", join(root, "log"), "-o", flags], cluster);
  const url = (user: string, name: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
  return {
    adminUrl: url("owner", "postgres"),
    async createDatabase(name) {
      await withClient(url("owner", "postgres"), async (client) => {
        await client.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`);
        await client.query(`CREATE DATABASE ${name}`);
        await client.query(`GRANT CREATE ON DATABASE ${name} TO ${name}`);
        await client.query(`ALTER DATABASE ${name} SET TimeZone = 'America/St_Johns'`);
      });
      await withClient(url("owner", name), (client) => client.query(`GRANT CREATE ON SCHEMA public TO ${name}`));
      return url(name, name);
    },
    stop: () => runProgram(pgCtl, ["stop", "-D", directory, "-m", "fast", "-w"], cluster),
  };
}
