import { expect, inject, it } from "vitest";
import { testDatabase } from "@/tests/support/database";
import { fuzz } from "@/tests/support/fuzz/run";
import { testContext } from "@/tests/support/test-context";
import { writeFigures } from "./figures";
import { runs, seed } from "./size";

it("answers generated inputs as documented, in time and without a write after an error", async () => {
  process.stdout.write(`fuzz: FUZZ_SEED=${seed} FUZZ_RUNS=${runs}\n`);
  const result = await fuzz(await testContext(), { runs, seed });
  const { pool } = await testDatabase(inject("cluster"));
  const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  writeFigures({ inputs: result, version: rows[0]?.version.split(" ")[0] ?? "" });
  expect(result.failures).toEqual([]);
});
