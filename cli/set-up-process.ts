import { listenForStop } from "@/lib/platform/stop-signals";

/** Imported first by every command. */

// Only the command's user can read its files.
process.umask(0o077);

export const { signal } = listenForStop();

/** `npm run doctor | head -1` closes the pipe early. */
export const reader = { isGone: false, gone: Promise.resolve() };

reader.gone = new Promise((done) => {
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
    // For example a full disk.
    if (code !== "EPIPE") process.exitCode = 1;
    reader.isGone = true;
    done();
  });
});
