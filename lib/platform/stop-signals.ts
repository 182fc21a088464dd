/** The process was asked to end before its work was done. */
export class Stopped extends Error {
  constructor(
    /** What the process ends with: 128 and the number of the signal, as a shell has it. */
    readonly exitCode: number,
  ) {
    super("The process was asked to end");
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * The controller is aborted by the first signal that asks the process to end, with Stopped as the reason. Later signals
 * change nothing: at a terminal, npm and the shell both send one.
 */
export function listenForStop(): AbortController {
  const stopping = new AbortController();
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    // Those of scripts/tsx.mjs, which end the process. Removed last: Node drops a signal that has come while none listens.
    const earlier = process.listeners(signal as NodeJS.Signals);
    process.on(signal, () => stopping.abort(new Stopped(exitCode)));
    for (const listener of earlier) process.off(signal, listener);
  }
  return stopping;
}

/** Settles as `work` does, or throws the signal's reason when that comes first: `work` is then left to itself. */
export async function untilAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, fail) => {
    onAbort = () => fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
