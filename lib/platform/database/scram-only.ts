import pg from "pg";

const refused = new Set(["authenticationCleartextPassword", "authenticationMD5Password"]);
let isOn = false;

/**
 * From now on no connection of this process says its password to a server that asks for it in clear or as MD5, or sends
 * a query to one that has not proven by SCRAM that it knows the password, too. For processes whose only database is the
 * embedded one: node-postgres has no setting for it, and the queue and Prisma make connections of their own.
 */
export function answerScramOnly(): void {
  if (isOn) return;
  isOn = true;
  const unproven = new WeakSet<pg.Connection>();
  const { emit } = pg.Connection.prototype;
  pg.Connection.prototype.emit = function emitIfProven(this: pg.Connection, name: string | symbol, ...rest: unknown[]) {
    if (name === "connect") unproven.add(this);
    if (name === "authenticationSASLFinal") unproven.delete(this);
    if (refused.has(String(name)) || (name === "readyForQuery" && unproven.has(this))) {
      this.stream.destroy();
      return emit.call(this, "error", new Error("The database server didn't prove that it's Foyer's own"));
    }
    return emit.call(this, name, ...rest);
  };
}
