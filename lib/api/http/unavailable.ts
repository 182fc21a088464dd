/**
 * SQLSTATE classes and codes of a server that cannot serve now: connection trouble, shutdown, no slots, timeouts; of one that
 * only reads, as a primary that became a standby does; and of one whose migrations this start has not come to yet: no such table, column or schema.
 */
const sqlStates = /^(?:08...|53...|57P0[123]|57014|25006|25P0[34]|40001|40P01|42P01|42703|3F000)$/;
/** Node's: the host can't be found or reached, or its certificate isn't accepted. */
const systemCodes =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOST(?:UNREACH|DOWN)|NET(?:UNREACH|DOWN)|NOENT)|ENOENT|ERR_TLS_.*|CERT_.*|.*_SIGNATURE|.*SELF_SIGNED_CERT.*|UNABLE_TO_GET_ISSUER_CERT.*)$/;
/** Prisma: not reachable, timed out, closed, no such table or column, pool exhausted, transaction not started, conflict. */
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2021", "P2022", "P2024", "P2028", "P2034", "P2037"]);
const adapterKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TransactionWriteConflict",
  "TableDoesNotExist",
  "ColumnNotFound",
]);
const poolMessages =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|is not queryable/i;

/**
 * True when a throw means that the database cannot serve at the moment, so that the honest answer is "try again", not
 * "our fault". Looks through the causes that Prisma and its adapter wrap around the driver's error.
 */
export function isDatabaseUnavailable(thrown: unknown): boolean {
  let error: unknown = thrown;
  for (let depth = 0; depth < 6 && typeof error === "object" && error !== null; depth += 1) {
    if (saysUnavailable(error)) return true;
    error = wrappedBy(error);
  }
  return false;
}

/** What an error was made of: its cause, or what Prisma's adapter hid in `meta`. */
function wrappedBy(error: object): unknown {
  if ("cause" in error && error.cause !== undefined) return error.cause;
  const meta: unknown = Reflect.get(error, "meta");
  return typeof meta === "object" && meta !== null ? Reflect.get(meta, "driverAdapterError") : undefined;
}

function saysUnavailable(error: object): boolean {
  const text = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : "";
  };
  const code = text("code") || text("errorCode") || text("originalCode");
  return (
    text("name") === "PrismaClientInitializationError" ||
    prismaCodes.has(code) ||
    systemCodes.test(code) ||
    (code.length === 5 && sqlStates.test(code)) ||
    adapterKinds.has(text("kind")) ||
    poolMessages.test(text("message"))
  );
}
