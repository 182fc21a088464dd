import { found, type Outcome } from "../kernel/diagnostics-report";
import type { Examined } from "./reach-checks";

const oldestVersion = 140_000;
const slowMilliseconds = 100;
/** TOTP tolerates 30 seconds either way. */
const clockAheadMilliseconds = 15_000;
const scarceShare = 0.8;

export function checkDatabase({ facts: { database } }: Examined): Outcome {
  if (!database.isReachable) return found("database_away", { reason: database.reason });
  const { version, milliseconds, timeZone } = database;
  if (database.versionNumber < oldestVersion) return found("database_old", { version });
  if (!database.takesWrites) return found("database_read_only");
  if (database.keepsSessions === false) return found("database_pooled");
  if (timeZone !== "UTC") return found("database_zone", { zone: timeZone });
  return found(milliseconds > slowMilliseconds ? "database_slow" : "database_ok", { version, milliseconds });
}

export function checkMigrations({ facts: { database } }: Examined): Outcome {
  if (!database.isReachable) return found("database_needed");
  const { applied, failed, pending, unknown } = database.migrations;
  if (failed.length > 0) return found("migrations_failed", { names: failed.join(", ") });
  if (pending.length > 0) return found("migrations_pending", { count: pending.length, names: pending.join(", ") });
  if (unknown.length > 0) return found("migrations_unknown", { names: unknown.join(", ") });
  return found("migrations_done", { count: applied });
}

export function checkExtensions({ facts: { database } }: Examined): Outcome {
  if (!database.isReachable) return found("database_needed");
  const names = database.missingExtensions.join(", ");
  return names === "" ? found("extensions_present") : found("extensions_missing", { names });
}

export function checkConnections({ facts: { database } }: Examined): Outcome {
  if (!database.isReachable) return found("database_needed");
  const { allowed, poolMax, poolWaiting, used } = database.connections;
  const values = { allowed, poolMax, waiting: poolWaiting, used };
  if (poolMax > allowed) return found("pool_too_large", values);
  if (poolWaiting > 0) return found("pool_exhausted", values);
  return found(used > allowed * scarceShare ? "connections_scarce" : "connections_enough", values);
}

export function checkStorage({ facts: { environment } }: Examined): Outcome {
  if (!environment.isEmbedded) return found("storage_own");
  return found(environment.isLoopbackOnly ? "storage_local" : "storage_embedded");
}

export function checkClock({ facts: { now, database }, browser }: Examined): Outcome {
  if (database.isReachable && Math.abs(database.clockAheadMilliseconds) > clockAheadMilliseconds) {
    return found("clock_of_database", { seconds: Math.round(database.clockAheadMilliseconds / 1000) });
  }
  const ahead = browser ? browser.now.getTime() - now.getTime() : 0;
  if (Math.abs(ahead) > clockAheadMilliseconds) return found("clock_of_browser", { seconds: Math.round(ahead / 1000) });
  return found("clocks_agree", { now });
}
