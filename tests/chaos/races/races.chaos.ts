import { afterAll, describe, expect, inject, it } from "vitest";
import { table, writePart } from "@/tests/bench/figures";
import { testDatabase } from "@/tests/support/database";
import { raceForAccounts } from "./accounts";
import { raceForInvitations } from "./invitations";
import { raceForKeysAndAdmins } from "./keys-and-admins";
import { raceForLinks } from "./links";
import { raceInTheQueue } from "./queue";
import { figures, rounds, roundsOfAll } from "./race";
import { raceForSessions } from "./sessions";
import { raceForSignIns } from "./sign-ins";

/**
 * `npm run test:races`: twenty concurrent uses of what may happen once, on two instances with one PostgreSQL. Writes
 * docs/benchmarks.md.
 */
const startedAt = performance.now();

describe("concurrent uses", () => {
  raceForAccounts();
  raceForLinks();
  raceForSignIns();
  raceForSessions();
  raceForInvitations();
  raceInTheQueue();
  raceForKeysAndAdmins();

  it("never deadlock", async () => {
    expect(await deadlocks()).toBe(0);
  });
});

async function deadlocks(): Promise<number> {
  const { pool } = await testDatabase(inject("cluster"));
  const { rows } = await pool.query<{ deadlocks: number }>(
    "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
  );
  return rows[0]?.deadlocks ?? -1;
}

afterAll(async () => {
  const { pool } = await testDatabase(inject("cluster"));
  const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  const total = (name: "uses" | "effects" | "promised" | "errors" | "faults") =>
    figures.reduce((sum, one) => sum + one[name], 0);
  const head = ["thing", "rounds", "uses", "effects promised", "effects", "errors", "5xx"];
  const cells = figures.map((one) => [
    one.thing,
    one.rounds,
    one.uses,
    one.promised,
    one.effects,
    one.errors,
    one.faults,
  ]);
  const sums = ["all", "", total("uses"), total("promised"), total("effects"), total("errors"), total("faults")];
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const text = `Everything that may happen once, asked for at the same moment by twenty (by as many as said where it is not twenty),
in ${rounds} rounds (of ${roundsOfAll} in a full run) of what accounts stand and fall with and in a quarter as many of the rest. The uses are spread over two instances of the product that share nothing but one PostgreSQL, and
where all APIs spend the same thing, over their wire formats. An effect is what has happened, looked up afterwards: an account
made, a session opened, an email sent. Deadlocks in the database: ${await deadlocks()}. It took ${minutes} minutes.

${table(head, [...cells, sums])}`;
  writePart({
    command: "test:races",
    title: "Races",
    versions: { PostgreSQL: rows[0]?.version.split(" ")[0] ?? "" },
    text,
  });
});
