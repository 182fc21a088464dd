import type { Server, ServerResponse } from "node:http";

const farewellMilliseconds = 1_000;
const sweepMilliseconds = 100;

/**
 * Ends connections with their next answer, but accepts new ones briefly, so that a load balancer notices
 * `/health/ready`.
 */
export function createDrain(milliseconds: number) {
  let isDraining = false;
  return {
    isDraining: () => isDraining,
    mark(response: ServerResponse): void {
      if (isDraining) response.setHeader("Connection", "close");
    },
    async drain(server: Server): Promise<void> {
      isDraining = true;
      // A hung request must not prevent the database's shutdown.
      const giveUp = setTimeout(() => server.closeAllConnections(), milliseconds);
      if ((await countConnections(server)) > 0) await new Promise((done) => setTimeout(done, farewellMilliseconds));
      // Accepts queued connections first.
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
