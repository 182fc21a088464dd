export interface Taken {
  /** By all processes, including these. */
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
  /** Largest batch. */
  aheadMax: number;
  take(key: string, points: number): Promise<Taken>;
}

interface Holding {
  left: number;
  /** As of the last batch. */
  behind: number;
  consumed: number;
  endsAt: number;
  takesNext: number;
}

/** The oldest key's points are lost. */
const keysMax = 10_000;

/**
 * Takes points in batches that double for busy keys. Never exceeds the limit, but unused points are lost until the
 * window ends.
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
    // Points are never returned within a window.
    return held.consumed > points ? { allowed: false, remaining: 0, consumed, milliseconds } : null;
  }

  async function takeSome(key: string): Promise<void> {
    const before = holdings.get(key);
    const isSameWindow = before !== undefined && before.endsAt > performance.now();
    const batch = isSameWindow ? before.takesNext : 1;
    const { consumed, milliseconds } = await take(key, batch);
    if (!before && holdings.size >= keysMax) holdings.delete(holdings.keys().next().value ?? "");
    holdings.set(key, {
      left: Math.min(batch, Math.max(0, points - (consumed - batch))),
      behind: Math.max(0, points - consumed),
      consumed,
      endsAt: performance.now() + Math.max(1, milliseconds),
      // Leaves fewer points unused near the limit.
      takesNext: Math.max(1, Math.min(aheadMax, batch * 2, Math.ceil((points - consumed) / 8))),
    });
  }

  return async function takePoint(key) {
    for (;;) {
      const point = handOut(key);
      if (point) return point;
      // Concurrent callers share the batch.
      let batch = taking.get(key);
      if (!batch) {
        batch = takeSome(key).finally(() => taking.delete(key));
        taking.set(key, batch);
      }
      await batch;
    }
  };
}
