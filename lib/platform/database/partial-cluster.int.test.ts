import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { listTree } from "@/tests/support/listing";
import { runCommandLine } from "@/tests/support/run-command";
import { CannotStart } from "../cannot-start";
import { startEmbeddedPostgres } from "./embedded";
import { bundledMajor } from "./embedded-binaries";

const root = mkdtempSync(join(tmpdir(), "foyer-partial-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

vi.setConfig({ testTimeout: 240_000 });
/** Only root can start a process as another user. */
const isRoot = process.getuid?.() === 0;
/** Neither root nor PostgreSQL's user. */
const nobody = { uid: 65_534, gid: 65_534 };
const major = String(bundledMajor());
let made = 0;
const filled = ["base", "pg_wal", "pg_xact", "pg_multixact/members", "pg_multixact/offsets"];
const directories = [
  ...filled,
  "global",
  "pg_commit_ts",
  "pg_dynshmem",
  "pg_logical/mappings",
  "pg_logical/snapshots",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_tblspc",
  "pg_twophase",
];

function makeDataDir(): { dataDir: string; postgres: string } {
  made += 1;
  const dataDir = join(root, String(made));
  const postgres = join(dataDir, "postgres");
  mkdirSync(dataDir);
  mkdirSync(postgres, { mode: 0o700 });
  for (const name of directories) mkdirSync(join(postgres, name), { recursive: true });
  for (const name of ["postgresql.conf", "pg_hba.conf"]) writeFileSync(join(postgres, name), "");
  for (const name of filled) writeFileSync(join(postgres, name, "0000"), "rows");
  writeFileSync(join(postgres, "PG_VERSION"), `${major}\n`);
  writeFileSync(join(postgres, "global", "pg_control"), "control");
  writeFileSync(join(postgres, "base", "1"), "rows");
  if (isRoot) {
    for (const name of ["", "PG_VERSION", "global"]) chownSync(join(postgres, name), nobody.uid, nobody.gid);
  }
  return { dataDir, postgres };
}

type Damage = (paths: { dataDir: string; postgres: string }) => void;
const remove = (path: string) => rmSync(path, { recursive: true });

const damages: [what: string, damage: Damage, says: RegExp][] = [
  ["without PG_VERSION", ({ postgres }) => unlinkSync(join(postgres, "PG_VERSION")), /no readable PG_VERSION/],
  ["with an empty PG_VERSION", ({ postgres }) => writeFileSync(join(postgres, "PG_VERSION"), ""), /no readable PG_/],
  [
    "with a directory in place of PG_VERSION",
    ({ postgres }) => {
      unlinkSync(join(postgres, "PG_VERSION"));
      mkdirSync(join(postgres, "PG_VERSION"));
    },
    /no readable PG_VERSION/,
  ],
  [
    "with PG_VERSION alone",
    ({ postgres }) => ["global", "base", "pg_wal", "pg_xact"].map((name) => remove(join(postgres, name))),
    /global\/pg_control, base, pg_wal, pg_xact are missing or empty.* restore a backup \(docs\/backup\.md#restore\)/,
  ],
  ["without global", ({ postgres }) => remove(join(postgres, "global")), /global\/pg_control is missing/],
  ["without pg_control", ({ postgres }) => unlinkSync(join(postgres, "global", "pg_control")), /pg_control is missing/],
  ["without its write-ahead log", ({ postgres }) => remove(join(postgres, "pg_wal")), /pg_wal is missing/],
  [
    "with the files of something else",
    ({ postgres }) => {
      remove(postgres);
      mkdirSync(postgres);
      writeFileSync(join(postgres, "letter.txt"), "mine");
    },
    /no readable PG_VERSION/,
  ],
  [
    "with lost+found alone",
    ({ postgres }) => {
      remove(postgres);
      mkdirSync(join(postgres, "lost+found"), { recursive: true });
    },
    /no readable PG_VERSION/,
  ],
  [
    "with a file in the place of its directory",
    ({ postgres }) => {
      remove(postgres);
      writeFileSync(postgres, "mine");
    },
    /is a file, not a directory/,
  ],
  [
    "with a link that leads nowhere",
    ({ dataDir, postgres }) => {
      remove(postgres);
      symlinkSync(join(dataDir, "unmounted"), postgres);
    },
    /link that leads nowhere/,
  ],
  [
    "behind a link, without PG_VERSION",
    ({ dataDir, postgres }) => {
      remove(postgres);
      mkdirSync(join(dataDir, "elsewhere"));
      writeFileSync(join(dataDir, "elsewhere", "letter.txt"), "mine");
      symlinkSync(join(dataDir, "elsewhere"), postgres);
    },
    /no readable PG_VERSION/,
  ],
  [
    "of an earlier major version",
    ({ postgres }) => writeFileSync(join(postgres, "PG_VERSION"), "17\n"),
    /written by PostgreSQL 17, .*npm run backup.*npm run restore/,
  ],
  ["of a later major version", ({ postgres }) => writeFileSync(join(postgres, "PG_VERSION"), "99\n"), /PostgreSQL 99/],
  ["of PostgreSQL 9.6", ({ postgres }) => writeFileSync(join(postgres, "PG_VERSION"), "9.6\n"), /PostgreSQL 9\.6/],
  ["that is open to others", ({ postgres }) => chmodSync(postgres, 0o755), /chmod 700/],
  [
    "below a file",
    ({ dataDir }) => {
      remove(dataDir);
      writeFileSync(dataDir, "mine");
    },
    /is a file, not a directory/,
  ],
];

const ofRoot: typeof damages = [
  [
    "of root",
    ({ postgres }) => [postgres, join(postgres, "PG_VERSION")].map((path) => chownSync(path, 0, 0)),
    /belongs to root/,
  ],
  ["whose directory alone was given away", ({ postgres }) => chownSync(postgres, 1, 1), /chown nobody/],
  ["of a user who doesn't own root's directory", () => undefined, /belongs to the user nobody, and DATA_DIR to root/],
  [
    "of a user who doesn't own another user's directory",
    ({ dataDir }) => chownSync(dataDir, 1, 1),
    /belongs to the user nobody, and DATA_DIR to/,
  ],
  [
    "behind a link of another user",
    ({ dataDir, postgres }) => {
      renameSync(postgres, join(dataDir, "elsewhere"));
      symlinkSync(join(dataDir, "elsewhere"), postgres);
      lchownSync(postgres, 1, 1);
    },
    /is a link of the user .* to a directory of the user nobody/,
  ],
  ["whose user can't get there", ({ dataDir }) => chmodSync(dataDir, 0o700), /can't enter that directory/],
];

describe("a data directory with a cluster", () => {
  it.each([...damages, ...(isRoot ? ofRoot : [])])(
    "%s stops the start in one line and stays as it is",
    async (_, damage, says) => {
      const paths = makeDataDir();
      damage(paths);
      const before = listTree(paths.dataDir);
      const thrown: unknown = await startEmbeddedPostgres({ dataDir: paths.dataDir, log: () => undefined }).then(
        ({ stop }) => stop(),
        (reason: unknown) => reason,
      );
      expect(thrown).toBeInstanceOf(CannotStart);
      const { message } = thrown as CannotStart;
      expect(message).toMatch(says);
      expect(message).toContain(paths.dataDir);
      expect(message).not.toContain("\n");
      expect(listTree(paths.dataDir)).toEqual(before);
    },
  );

  it.skipIf(!isRoot).each([
    ["of another user", (_: { dataDir: string }) => undefined, /belongs to the user .*, and you are nobody/],
    [
      "in a directory that this user can't enter",
      ({ dataDir }: { dataDir: string }) => chmodSync(dataDir, 0o700),
      /can't be read by the user nobody/,
    ],
  ])("%s is refused to an ordinary user and stays as it is", async (_, damage, says) => {
    const paths = makeDataDir();
    chownSync(paths.postgres, 1, 1);
    chownSync(join(paths.postgres, "PG_VERSION"), 1, 1);
    damage(paths);
    const before = listTree(paths.dataDir);
    const ran = await runCommandLine("admin", ["list-requests"], { DATABASE_URL: "", DATA_DIR: paths.dataDir }, nobody);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.problem).toMatch(says);
    expect(ran.problem.trim()).not.toContain("\n");
    expect(listTree(paths.dataDir)).toEqual(before);
  });
});

it.each([
  ["server", []],
  ["admin", ["list-requests"]],
  ["doctor", []],
  ["verify-audit", []],
  ["seed", []],
  ["backup", [join(root, "target")]],
] as const)("%s leaves part of a database alone and says what to do in one line", async (program, words) => {
  const { dataDir, postgres } = makeDataDir();
  unlinkSync(join(postgres, "PG_VERSION"));
  const before = listTree(dataDir);
  const ran = await runCommandLine(program, [...words], { DATABASE_URL: "", DATA_DIR: dataDir, APP_URL: "" });
  expect(ran.code).toBe(1);
  expect(program === "doctor" ? ran.out : ran.problem).toContain(
    `${postgres} isn't empty, but has no readable PG_VERSION`,
  );
  if (program !== "doctor") expect(ran.problem.trim()).not.toContain("\n");
  expect(listTree(dataDir)).toEqual(before);
});
