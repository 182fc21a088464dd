export class Stopped extends Error {
  constructor(
    /** 128 plus the signal's number, as in a shell. */
    readonly exitCode: number,
  ) {
    super("The process was asked to end");
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Ignores later signals: npm and the shell both send one. */
export function listenForStop(): AbortController {
  const stopping = new AbortController();
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    // Those of scripts/tsx.mjs. Node drops a signal without a listener.
    const earlier = process.listeners(signal as NodeJS.Signals);
    process.on(signal, () => stopping.abort(new Stopped(exitCode)));
    for (const listener of earlier) process.off(signal, listener);
  }
  return stopping;
}

/** `work` isn't stopped. */
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
