import type { Server, ServerResponse } from "node:http";

const farewellMilliseconds = 1_000;
const sweepMilliseconds = 100;

/**
 * Lets a server end without cutting anything off. A proxy keeps connections and sends on them whenever it likes, and
 * Node goes on keeping them alive after `close`, to cut them off at the end. So every answer from now on closes its own,
 * and for a moment new connections are still taken: a balancer that asks `/health/ready` learns of it by then.
 */
export function createDrain(milliseconds: number) {
  let isDraining = false;
  return {
    isDraining: () => isDraining,
    /** Called for every request, before anything is answered. */
    mark(response: ServerResponse): void {
      if (isDraining) response.setHeader("Connection", "close");
    },
    /** Resolves when every request that was accepted is answered, or the time is up. */
    async drain(server: Server): Promise<void> {
      isDraining = true;
      // Whatever hangs must not keep the database from being shut down properly.
      const giveUp = setTimeout(() => server.closeAllConnections(), milliseconds);
      if ((await countConnections(server)) > 0) await new Promise((done) => setTimeout(done, farewellMilliseconds));
      // Who has connected by now is accepted before the system refuses what is still in its queue.
      await new Promise((done) => setImmediate(done));
      const closed = new Promise((done) => server.close(done));
      const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
      await closed;
      clearInterval(sweep);
      clearTimeout(giveUp);
    },
  };
}

function countConnections(server: Server): Promise<number> {
  return new Promise((done) => server.getConnections((error, count) => done(error ? 1 : count)));
}
