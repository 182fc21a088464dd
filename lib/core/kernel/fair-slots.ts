import { HasherOverloaded, type HashTurn } from "./ports";

interface Options {
  /** Works that run at the same time. */
  running: number;
  /** Works that wait at most. */
  waiting: number;
  /** Of the places to wait, how many only sign-ins take. */
  keptForSignIns?: number;
}

interface Waiting {
  turn: HashTurn;
  /** In which round it runs. */
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
 * Runs a few works at a time and lets others wait, fairly: in each round everybody has one turn, as an account and as a
 * client (start-time fair queueing, ADR 0027). Whoever asks for many waits behind those who ask for one. A full queue
 * refuses what is farthest back with HasherOverloaded, which is the newcomer's only when it has asked for most.
 */
export function createFairSlots({ running, waiting, keptForSignIns = 0 }: Options) {
  let free = running;
  let round = 0;
  const queue: Waiting[] = [];
  /** The last round in which somebody has a turn. */
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
    // A turn that was not had counts for nobody.
    for (const lane of lanesOf(refused.turn)) {
      if (lastRounds.get(lane) === refused.round) lastRounds.set(lane, refused.round - 1);
    }
    refused.refuse();
  }

  /** Makes room for a work of that round, or throws. */
  function makeRoom(turn: HashTurn, wanted: number): void {
    const others = queue.filter((one) => !one.turn.isSignIn);
    const isFull = queue.length >= waiting;
    const rivals = isFull && turn.isSignIn ? queue : others;
    if (!isFull && (turn.isSignIn || others.length < waiting - keptForSignIns)) return;
    // The later of two in one round.
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
      // Whoever finishes hands the place over, so that nobody comes in between.
      next();
    }
  }
  take.load = (): SlotsLoad => ({ running: running - free, waiting: queue.length });
  return take;
}

function lanesOf({ account, address }: HashTurn): string[] {
  return account === null ? [`address ${address}`] : [`account ${account}`, `address ${address}`];
}
