import type { ServerResponse } from "node:http";
import type { App } from "../context";
import { readOnlyState } from "../database/connections";
import { pendingMigrations } from "../database/migrate";

/** `/health/ready`: the database is writable and migrated. */
export async function answerHealth(
  path: string,
  response: ServerResponse,
  app: Pick<App, "pool">,
  isStopping: boolean,
): Promise<void> {
  if (path === "/health/live") return send(response, 200, { status: "live" });
  if (isStopping) return send(response, 503, { status: "stopping" });
  try {
    const pending = await pendingMigrations(app.pool);
    // Locks no row but fails on a standby, which makes the pool close its connections.
    await app.pool.query("SELECT FROM _prisma_migrations LIMIT 0 FOR UPDATE");
    return pending.length === 0
      ? send(response, 200, { status: "ready", uptimeSeconds: Math.floor(process.uptime()) })
      : send(response, 503, { status: "migrations_pending", pending: pending.length });
  } catch (thrown) {
    const isReadOnly = thrown instanceof Error && Reflect.get(thrown, "code") === readOnlyState;
    return send(response, 503, { status: isReadOnly ? "database_read_only" : "database_unavailable" });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
