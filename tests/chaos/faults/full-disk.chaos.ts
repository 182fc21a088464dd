import { expect, it, onTestFinished } from "vitest";
import { settle } from "./check-run";
import { History } from "./history";
import { openInstallation, until } from "./installation";
import { Load } from "./load";
import { report, seconds } from "./report";
import { mountSmallDisk } from "./small-disk";
import { untilAcknowledged } from "./until-acknowledged";

const rejectedWrites = 30;
const what = "disk full under the data directory";

it("answers writes with 503 while the disk is full and loses nothing", async ({ skip }) => {
  const disk = mountSmallDisk();
  if ("whyNot" in disk) {
    report("others", { what, cells: [`not tried: ${disk.whyNot}`] });
    return skip(disk.whyNot);
  }
  onTestFinished(() => disk.unmount());
  const installation = await openInstallation("full-disk", { DATA_DIR: disk.path });
  onTestFinished(() => installation.close());
  const load = new Load("disk", installation, new History());
  await load.setUp();
  const { history } = load;
  const server = installation.product.pid;
  load.start();
  await load.untilBusy(50);
  const refusedBefore = history.refused;
  disk.fill();
  await until("refused writes", () => history.refused >= refusedBefore + rejectedWrites, 120);
  // PostgreSQL reserves WAL; without room at its end it stops and can't start.
  await installation.withDatabase((client) => client.query("SELECT pg_switch_wal()")).catch(() => undefined);
  await until(
    "refused writes without room for the log",
    () => history.refused >= refusedBefore + 2 * rejectedWrites,
    120,
  );
  expect((await fetch(`${installation.url}/health/live`)).status).toBe(200);
  disk.free();
  const took = await untilAcknowledged(installation);
  await load.stop();
  expect(installation.product.pid, "the server that was there before").toBe(server);
  expect(installation.product.isRunning()).toBe(true);
  const mails = await settle(installation, load);
  expect(history.faults).toEqual([]);
  report("others", {
    what,
    cells: [
      `503 with Retry-After for ${history.refused} writes, written again ${seconds(took)} after there was room, ${history.promised.length} acknowledged writes found, ${mails.deliveries} emails for ${mails.causes} causes`,
    ],
  });
});
