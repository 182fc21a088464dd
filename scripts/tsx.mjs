import { fileURLToPath } from "node:url";

/**
 * tsx caches code in a predictable temporary directory, where another user could plant it. A nonexistent TMPDIR
 * disables the cache.
 */
const { TMPDIR } = process.env;
process.env.TSX_DISABLE_CACHE = "1";
process.env.TMPDIR = fileURLToPath(new URL("no-temporary-directory", import.meta.url));
await import("tsx");
if (TMPDIR === undefined) delete process.env.TMPDIR;
else process.env.TMPDIR = TMPDIR;

// Process 1 of a container ignores signals without a listener.
for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => process.exit(code));
}
