/** Connection failures, shutdown, timeouts, read-only servers, missing migrations. */
const sqlStates = /^(?:08...|53...|57P0[123]|57014|25006|25P0[34]|40001|40P01|42P01|42703|3F000)$/;
/** Unreachable host or rejected certificate. */
const systemCodes =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOST(?:UNREACH|DOWN)|NET(?:UNREACH|DOWN)|NOENT)|ENOENT|ERR_TLS_.*|CERT_.*|.*_SIGNATURE|.*SELF_SIGNED_CERT.*|UNABLE_TO_GET_ISSUER_CERT.*)$/;
/** Connection failures, missing tables or columns, exhausted pool, conflicts. */
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

/** Follows the causes that Prisma wraps. */
export function isDatabaseUnavailable(thrown: unknown): boolean {
  let error: unknown = thrown;
  for (let depth = 0; depth < 6 && typeof error === "object" && error !== null; depth += 1) {
    if (saysUnavailable(error)) return true;
    error = wrappedBy(error);
  }
  return false;
}

/** Returns the cause, or what Prisma's adapter puts in `meta`. */
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
