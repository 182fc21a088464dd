import pg from "pg";

/** node-postgres's types omit this method. */
type Connection = pg.Connection & { connect(portOrPath: number | string, host?: string): void };

const asksForPassword = new Set(["authenticationCleartextPassword", "authenticationMD5Password"]);
/** `host:port`, or the path of a socket. */
const guarded = new Set<string>();
const unproven = new WeakSet<pg.Connection>();

const keyOf = (portOrPath: number | string, host?: string) => (host ? `${host}:${portOrPath}` : String(portOrPath));

/**
 * Rejects cleartext and MD5 authentication and sends no query before SCRAM succeeds, which node-postgres has no option
 * for. `host` is absent for a socket.
 */
export function answerScramOnly(portOrPath: number | string, host?: string): void {
  if (guarded.size === 0) guardConnections();
  guarded.add(keyOf(portOrPath, host));
}

function guardConnections(): void {
  const prototype = pg.Connection.prototype as Connection;
  const { connect, emit } = prototype;
  prototype.connect = function connectGuarded(this: Connection, portOrPath, host) {
    if (guarded.has(keyOf(portOrPath, host))) unproven.add(this);
    connect.call(this, portOrPath, host);
  };
  prototype.emit = function emitIfProven(this: Connection, name: string | symbol, ...rest: unknown[]) {
    if (!unproven.has(this)) return emit.call(this, name, ...rest);
    if (name === "authenticationSASLFinal") unproven.delete(this);
    if (asksForPassword.has(String(name)) || name === "readyForQuery") {
      this.stream.destroy();
      return emit.call(this, "error", new Error("The database server didn't prove that it's Foyer's own"));
    }
    return emit.call(this, name, ...rest);
  };
}
