/** What a store says after points were taken from a counter. */
export interface Taken {
  /** Points taken in this window, with these, by everybody. */
  consumed: number;
  /** Until the window ends. */
  milliseconds: number;
}

export interface Point extends Taken {
  allowed: boolean;
  remaining: number;
}

interface Options {
  /** Points of one window. */
  points: number;
  /** Points taken at once at most. */
  aheadMax: number;
  take(key: string, points: number): Promise<Taken>;
}

/** One key's points that this process has taken from the store and not handed out yet. */
interface Holding {
  left: number;
  /** What nobody has taken, as of the last time this process took some. */
  behind: number;
  consumed: number;
  endsAt: number;
  takesNext: number;
}

/** Keys that are held at a time; of the oldest one the points are lost, as they are when the process ends. */
const keysMax = 10_000;

/**
 * Hands out points one by one that are taken from the store in batches: one first, then twice as many each time, so
 * that only busy keys take more than they use. A point is taken before it is handed out, so no number of processes and
 * no restart ever allows more than the limit; what is taken and never handed out is lost until the window ends.
 */
export function createPointsAhead({ points, aheadMax, take }: Options): (key: string) => Promise<Point> {
  const holdings = new Map<string, Holding>();
  const taking = new Map<string, Promise<void>>();

  function handOut(key: string): Point | null {
    const held = holdings.get(key);
    const milliseconds = held ? held.endsAt - performance.now() : 0;
    if (!held || milliseconds <= 0) return null;
    const { consumed } = held;
    if (held.left > 0) {
      held.left -= 1;
      return { allowed: true, remaining: held.left + held.behind, consumed, milliseconds };
    }
    // Nobody gives points back: what is used up stays so until the window ends.
    return held.consumed > points ? { allowed: false, remaining: 0, consumed, milliseconds } : null;
  }

  async function takeSome(key: string): Promise<void> {
    const before = holdings.get(key);
    const isSameWindow = before !== undefined && before.endsAt > performance.now();
    const batch = isSameWindow ? before.takesNext : 1;
    const { consumed, milliseconds } = await take(key, batch);
    if (!before && holdings.size >= keysMax) holdings.delete(holdings.keys().next().value ?? "");
    holdings.set(key, {
      // The last batch of a window may be granted in part.
      left: Math.min(batch, Math.max(0, points - (consumed - batch))),
      behind: Math.max(0, points - consumed),
      consumed,
      // The answer belongs to whoever asked, even if the window ends this very moment.
      endsAt: performance.now() + Math.max(1, milliseconds),
      // Less towards the end of the limit, so that little of it lies with a process that nobody asks any more.
      takesNext: Math.max(1, Math.min(aheadMax, batch * 2, Math.ceil((points - consumed) / 8))),
    });
  }

  return async function takePoint(key) {
    for (;;) {
      const point = handOut(key);
      if (point) return point;
      // Whoever comes meanwhile waits for the same batch.
      let batch = taking.get(key);
      if (!batch) {
        batch = takeSome(key).finally(() => taking.delete(key));
        taking.set(key, batch);
      }
      await batch;
    }
  };
}
