import pg from "pg";

/** What values look like as text, and that no limit of the role or the database ends the work in its middle. */
const settings = [
  ...["client_encoding = 'UTF8'", "DateStyle = 'ISO'", "IntervalStyle = 'postgres'", "TimeZone = 'UTC'"],
  ...["extra_float_digits = 3", "bytea_output = 'hex'", "standard_conforming_strings = on"],
  ...["statement_timeout = 0", "lock_timeout = 0", "idle_in_transaction_session_timeout = 0"],
];

export async function withConnection<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({
    ...{ connectionString: url, application_name: "foyer backup", connectionTimeoutMillis: 10_000 },
  });
  // A connection that breaks makes the next statement throw; it must not end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(settings.map((setting) => `SET ${setting}`).join("; "));
    return await work(client);
  } finally {
    await client.end();
  }
}
