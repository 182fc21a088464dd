import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { freePort, startProduct } from "@/tests/support/product-process";
import { type RawFigures, writeFigures } from "./figures";
import { rawInputs, sendRaw } from "./raw";
import { runs, seed } from "./size";

const answerMillisecondsMax = 2_000;

it("survives any bytes sent to the production server", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-fuzz-"));
  // Lets the `postgres` user in when run as root.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const env = { DATA_DIR: dataDir, RATE_LIMIT_SCALE: "100000", LOG_LEVEL: "warn", DATABASE_URL: "" };
  const product = await startProduct({ port, env, logPath: join(dataDir, "server.log") });
  const raw: RawFigures = { inputs: 0, statuses: new Map(), faults: 0, hangs: 0, restarts: 0 };
  const failures: string[] = [];
  try {
    for (const bytes of fc.sample(rawInputs, { seed, numRuns: Math.max(50, Math.ceil(runs / 50)) })) {
      const status = await sendRaw(port, bytes, answerMillisecondsMax);
      raw.inputs += 1;
      raw.statuses.set(status, (raw.statuses.get(status) ?? 0) + 1);
      if (Number(status) >= 500) raw.faults += 1;
      if (status === "hang") raw.hangs += 1;
      if (Number(status) >= 500 || status === "hang") {
        failures.push(`${status} (seed ${seed}): ${JSON.stringify(bytes.toString("latin1").slice(0, 300))}`);
      }
      if (!product.isRunning()) throw new Error(`Ended by ${JSON.stringify(bytes.toString("latin1").slice(0, 2_000))}`);
    }
    expect((await fetch(`${product.url}/health/ready`)).status).toBe(200);
    expect(product.log()).not.toMatch(/unhandled|uncaught|"level":"(?:error|fatal)"/i);
    writeFigures({ raw });
    expect(failures).toEqual([]);
  } finally {
    await product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
