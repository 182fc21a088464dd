import { fileURLToPath } from "node:url";

/**
 * Loads TypeScript for `node --import ./scripts/tsx.mjs`. tsx would use a directory of the temporary directory with a
 * known name: it keeps what it compiles there and runs what it finds, and names every file it loads to whoever listens
 * on a socket there. Another user who makes that directory first would run code as Foyer's user.
 */
const { TMPDIR } = process.env;
process.env.TSX_DISABLE_CACHE = "1";
// Never made: tsx goes without.
process.env.TMPDIR = fileURLToPath(new URL("no-temporary-directory", import.meta.url));
await import("tsx");
if (TMPDIR === undefined) delete process.env.TMPDIR;
else process.env.TMPDIR = TMPDIR;

// Until the program listens for itself: process 1 of a container ignores a signal that it has no listener for.
for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => process.exit(code));
}
