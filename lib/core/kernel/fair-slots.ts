import { HasherOverloaded, type HashTurn } from "./ports";

interface Options {
  running: number;
  waiting: number;
  /** Waiting places reserved for sign-ins. */
  keptForSignIns?: number;
}

interface Waiting {
  turn: HashTurn;
  round: number;
  start(): void;
  refuse(): void;
}

export interface SlotsLoad {
  running: number;
  waiting: number;
}

const lanesMax = 1_000;

/**
 * Gives accounts and clients one turn per round (start-time fair queueing, ADR 0027). A full queue refuses the latest
 * round with HasherOverloaded.
 */
export function createFairSlots({ running, waiting, keptForSignIns = 0 }: Options) {
  let free = running;
  let round = 0;
  const queue: Waiting[] = [];
  const lastRounds = new Map<string, number>();

  const roundFor = (turn: HashTurn) =>
    lanesOf(turn).reduce((found, lane) => Math.max(found, (lastRounds.get(lane) ?? -1) + 1), round);

  function note(turn: HashTurn, taken: number): void {
    for (const lane of lanesOf(turn)) lastRounds.set(lane, taken);
    if (lastRounds.size <= lanesMax) return;
    for (const [lane, last] of lastRounds) if (last < round) lastRounds.delete(lane);
  }

  function refuse(refused: Waiting): void {
    queue.splice(queue.indexOf(refused), 1);
    for (const lane of lanesOf(refused.turn)) {
      if (lastRounds.get(lane) === refused.round) lastRounds.set(lane, refused.round - 1);
    }
    refused.refuse();
  }

  function makeRoom(turn: HashTurn, wanted: number): void {
    const others = queue.filter((one) => !one.turn.isSignIn);
    const isFull = queue.length >= waiting;
    const rivals = isFull && turn.isSignIn ? queue : others;
    if (!isFull && (turn.isSignIn || others.length < waiting - keptForSignIns)) return;
    const last = rivals.reduce<Waiting | null>((found, one) => (found && found.round > one.round ? found : one), null);
    if (!last || last.round <= wanted) throw new HasherOverloaded("too many passwords to check");
    refuse(last);
  }

  function next(): void {
    const first = queue.reduce<Waiting | null>((found, one) => (found && found.round <= one.round ? found : one), null);
    if (!first) {
      free += 1;
      if (free === running) lastRounds.clear();
      return;
    }
    queue.splice(queue.indexOf(first), 1);
    round = Math.max(round, first.round);
    first.start();
  }

  async function take<Value>(turn: HashTurn, work: () => Promise<Value>): Promise<Value> {
    const wanted = roundFor(turn);
    if (free > 0) {
      free -= 1;
      round = Math.max(round, wanted);
      note(turn, wanted);
    } else {
      makeRoom(turn, wanted);
      note(turn, wanted);
      await new Promise<void>((start, fail) => {
        const refuseIt = () => fail(new HasherOverloaded("too many passwords to check"));
        queue.push({ turn, round: wanted, start, refuse: refuseIt });
      });
    }
    try {
      return await work();
    } finally {
      // Keep newcomers from taking the place.
      next();
    }
  }
  take.load = (): SlotsLoad => ({ running: running - free, waiting: queue.length });
  return take;
}

function lanesOf({ account, address }: HashTurn): string[] {
  return account === null ? [`address ${address}`] : [`account ${account}`, `address ${address}`];
}
