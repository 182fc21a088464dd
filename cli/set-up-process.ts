import { listenForStop } from "@/lib/platform/stop-signals";

/** What holds for every command from its first line on. */

// Whatever a command writes is its user's alone.
process.umask(0o077);

/** Aborted when the command is asked to end. */
export const { signal } = listenForStop();

/** `npm run doctor | head -1`: the reader has what it wanted, and the command ends as it would have. */
export const reader = { isGone: false, gone: Promise.resolve() };

reader.gone = new Promise((done) => {
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    // Otherwise a full disk: what was asked for is not there.
    if (code !== "EPIPE") process.exitCode = 1;
    reader.isGone = true;
    done();
  });
});
