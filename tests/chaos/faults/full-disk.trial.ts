import { expect, it, onTestFinished } from "vitest";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { report, seconds } from "./report";
import { mountSmallDisk } from "./small-disk";
import { openStage, until } from "./stage";
import { settle } from "./verdict";
import { untilWritten } from "./written";

const refusals = 30;
const what = "disk full under the data directory";

it("answers writes with 503 while the disk is full and loses nothing", async ({ skip }) => {
  const disk = mountSmallDisk();
  if ("whyNot" in disk) {
    report("others", { what, cells: [`not tried: ${disk.whyNot}`] });
    return skip(disk.whyNot);
  }
  onTestFinished(() => disk.unmount());
  const stage = await openStage("full-disk", { DATA_DIR: disk.path });
  onTestFinished(() => stage.close());
  const crowd = new Crowd("disk", stage, new Ledger());
  await crowd.setUp();
  const { ledger } = crowd;
  const server = stage.product.pid;
  crowd.start();
  await crowd.untilBusy(50);
  const refusedBefore = ledger.refused;
  disk.fill();
  await until("refused writes", () => ledger.refused >= refusedBefore + refusals, 120);
  // PostgreSQL reserves WAL; without room at its end it stops and can't start.
  await stage.withDatabase((client) => client.query("SELECT pg_switch_wal()")).catch(() => undefined);
  await until("refused writes without room for the log", () => ledger.refused >= refusedBefore + 2 * refusals, 120);
  expect((await fetch(`${stage.url}/health/live`)).status).toBe(200);
  disk.free();
  const took = await untilWritten(stage);
  await crowd.stop();
  expect(stage.product.pid, "the server that was there before").toBe(server);
  expect(stage.product.isRunning()).toBe(true);
  const post = await settle(stage, crowd);
  expect(ledger.faults).toEqual([]);
  report("others", {
    what,
    cells: [
      `503 with Retry-After for ${ledger.refused} writes, written again ${seconds(took)} after there was room, ${ledger.promised.length} acknowledged writes found, ${post.deliveries} emails for ${post.causes} causes`,
    ],
  });
});
