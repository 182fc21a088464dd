import { existsSync } from "node:fs";
import { join } from "node:path";
import { CannotStart } from "../cannot-start";
import type { Cluster } from "./cluster-directory";
import { database, role } from "./embedded-address";
import type { Binaries } from "./embedded-binaries";
import { runProgram } from "./postgres-process";

/** An earlier version's role is named like its database. */
const requireFoyer = `DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_database WHERE datname = '${database}')
    OR NOT EXISTS (SELECT FROM pg_roles WHERE rolname IN ('${role}', '${database}')) THEN
    RAISE EXCEPTION 'not a database of Foyer';
  END IF;
END $$;`;

const makeRole = `DO $$
DECLARE name text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
    CREATE ROLE ${role};
  END IF;
  FOR name IN SELECT rolname FROM pg_roles WHERE rolsuper LOOP
    EXECUTE format('ALTER ROLE %I PASSWORD NULL', name);
  END LOOP;
END $$;`;

/** Gives objects of the bootstrap superuser (OID 10) to the role, without those of extensions. */
const giveObjects = `DO $$
DECLARE command text;
BEGIN
  FOR command IN
    SELECT format('ALTER SCHEMA %I OWNER TO ${role}', nspname) FROM pg_namespace
    WHERE nspowner = 10 AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL
    SELECT format('ALTER %s %s OWNER TO ${role}', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass)
    FROM pg_class c WHERE relowner = 10 AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
    UNION ALL
    SELECT format('ALTER TYPE %s OWNER TO ${role}', t.oid::regtype) FROM pg_type t
    WHERE typowner = 10 AND (typtype IN ('e', 'd') OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
      AND typnamespace::regnamespace::text !~ '^(pg_|information_schema)'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO ${role}', p.oid::regprocedure) FROM pg_proc p
    WHERE proowner = 10 AND pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE command;
  END LOOP;
END $$;`;

export interface Roles {
  password: string;
  mayCreateDatabases: boolean;
}

/** Creates a role that owns the database and isn't a superuser, and prevents superuser logins. */
export async function settleRoles(
  binaries: Binaries,
  cluster: Cluster,
  roles: Roles,
  signal?: AbortSignal,
): Promise<void> {
  const isNew = !existsSync(join(cluster.directory, "postmaster.opts"));
  // A new cluster needn't survive a power cut.
  const flags = isNew ? ["-F"] : [];
  // Single-user mode needs no login, and standard input hides the password from other users.
  const say = (name: string, statements: string[]) =>
    runProgram(binaries.postgres, ["--single", "-j", ...flags, "-D", cluster.directory, name], cluster, {
      input: { text: `${statements.join("\n\n")}\n\n`, harmless: `database "${database}" already exists` },
      signal,
    });
  if (!isNew) {
    await say("template1", [requireFoyer]).catch((thrown: Error) => {
      if (!thrown.message.includes("not a database of Foyer")) throw thrown;
      throw new CannotStart(
        `The database in ${cluster.directory} isn't Foyer's. Nothing was changed. Set DATA_DIR to another directory.`,
      );
    });
  }
  const creation = roles.mayCreateDatabases ? "CREATEDB" : "NOCREATEDB";
  await say("template1", [
    makeRole,
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS ${creation} PASSWORD '${roles.password}';`,
    `CREATE DATABASE ${database};`,
    `ALTER DATABASE ${database} OWNER TO ${role};`,
  ]);
  if (!isNew) await say(database, [giveObjects]);
}
