import { expect, it } from "vitest";
import { listMigrations, readMigration } from "./migrate";

/** Breaks the previous version while it still runs. */
const breaking: [what: string, statement: RegExp][] = [
  ["drops a table", /^DROP TABLE/i],
  ["drops a column", /\bDROP COLUMN\b/i],
  ["renames", /\bRENAME (?:TO|COLUMN)\b/i],
  ["changes a column's type", /\bALTER COLUMN "\w+" (?:SET DATA )?TYPE\b/i],
  ["asks for a value that the version before does not write", /\bALTER COLUMN "\w+" SET NOT NULL\b/i],
  ["takes a default away that the version before relies on", /\bALTER COLUMN "\w+" DROP DEFAULT\b/i],
  [
    "adds a column that the version before cannot fill",
    /\bADD COLUMN\s+"\w+" (?:(?!DEFAULT|,\s*ADD)[\s\S])*NOT NULL(?! DEFAULT)/i,
  ],
];
/** `-- contract: …` above a statement says since which release nothing needs what it takes away. */
const excused = /^\s*-- contract: \S/m;

function findings(sql: string): string[] {
  const ownTables = new Set([...sql.matchAll(/CREATE TABLE "(\w+)"/g)].map(([, name]) => name));
  return sql.split(/;\s*$/m).flatMap((chunk) => {
    const statement = chunk.replace(/^\s*--.*$/gm, "").trim();
    const [, table] = statement.match(/^(?:ALTER|DROP) TABLE "(\w+)"/i) ?? [];
    if (excused.test(chunk) || ownTables.has(table)) return [];
    return breaking.filter(([, pattern]) => pattern.test(statement)).map(([what]) => `${what}: ${statement}`);
  });
}

it("keeps every migration one that the version before can go on running with", () => {
  for (const name of listMigrations()) {
    expect(findings(readMigration(name)), name).toEqual([]);
  }
});

it("sees what would break the version before, and takes a reason for it", () => {
  const statements = [
    'DROP TABLE "users";',
    'ALTER TABLE "users" DROP COLUMN "name";',
    'ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";',
    'ALTER TABLE "users" ALTER COLUMN "name" SET DATA TYPE INTEGER;',
    'ALTER TABLE "users" ALTER COLUMN "phone" SET NOT NULL;',
    'ALTER TABLE "users" ALTER COLUMN "locale" DROP DEFAULT;',
    'ALTER TABLE "users" ADD COLUMN     "nick" TEXT NOT NULL;',
  ];
  for (const statement of statements) {
    expect(findings(statement), statement).toHaveLength(1);
    expect(findings(`-- contract: unused since 0.2\n${statement}`)).toEqual([]);
  }
  expect(findings('ALTER TABLE "users" ADD COLUMN "nick" TEXT NOT NULL DEFAULT \'\';')).toEqual([]);
  expect(findings('ALTER TABLE "users" ADD COLUMN "nick" TEXT;')).toEqual([]);
});
