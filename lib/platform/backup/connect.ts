import type pg from "pg";
import { openClient, withoutLimits } from "../database/connections";

/** Fixes the text format and removes timeouts. */
const settings = {
  client_encoding: "UTF8",
  DateStyle: "ISO",
  IntervalStyle: "postgres",
  extra_float_digits: "3",
  bytea_output: "hex",
  standard_conforming_strings: "on",
  ...withoutLimits,
  lock_timeout: "0",
};

export async function withConnection<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  // A standby can be backed up.
  const client = await openClient({ url, name: "foyer backup", settings, mayBeReadOnly: true });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
