import type pg from "pg";
import { CannotStart } from "../cannot-start";
import { openClient } from "./connections";
import { ownerLock } from "./earlier-version";

/**
 * Advisory lock that users of a cluster hold shared, the same in every version. An exclusive holder may stop the
 * cluster.
 */
const usersLock = 7_046_023;
const answerMilliseconds = 5_000;

/** Null while another process stops the cluster. */
export async function joinUsers(url: string): Promise<pg.Client | null> {
  const client = await openClient({ url, name: "foyer user", connectMilliseconds: 5_000 });
  if (await ask(client, "pg_try_advisory_lock_shared($1)", [usersLock])) return client;
  await client.end();
  return null;
}

/** Blocks new users until the connection ends. True also if the server doesn't answer. */
export async function isLastUser(client: pg.Client, url: string): Promise<boolean> {
  try {
    await ask(client, "pg_advisory_unlock_shared($1)", [usersLock]);
    return await mayStop(client);
  } catch {
    client.connection.stream.destroy();
    const lost = Number(Reflect.get(client, "processID") ?? 0);
    return openClient({ url, connectMilliseconds: answerMilliseconds }).then(
      (other) => mayStopWithout(lost, other).finally(() => other.end()),
      () => true,
    );
  }
}

/** A lost connection's lock is released with a delay. */
async function mayStopWithout(lost: number, client: pg.Client): Promise<boolean> {
  await client.query("SELECT pg_terminate_backend($1)", [lost]);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await mayStop(client)) return true;
    await new Promise((done) => setTimeout(done, 200));
  }
  return false;
}

/** Throws CannotStart if another server owns the cluster. */
export async function becomeOwner(client: pg.Client): Promise<void> {
  // A killed process's lock is released with a delay.
  for (let attempt = 0; attempt < 25; attempt += 1) {
    if (await ask(client, "pg_try_advisory_lock($1)", [ownerLock])) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new CannotStart("Foyer is already running on this data directory. Stop it, or set DATA_DIR to another one.");
}

/** An earlier version's server holds only the owner's lock. */
function mayStop(client: pg.Client): Promise<boolean> {
  const both = "CASE WHEN pg_try_advisory_lock($1) THEN pg_try_advisory_lock($2) ELSE false END";
  return ask(client, both, [usersLock, ownerLock]);
}

async function ask(client: pg.Client, question: string, values: number[]): Promise<boolean> {
  const query = { text: `SELECT ${question} AS answer`, values, query_timeout: answerMilliseconds };
  const { rows } = await client.query<{ answer: boolean }>(query);
  return rows[0]?.answer === true;
}
