import { HasherOverloaded } from "../ports";

/**
 * An attempt counts as failed until it is proven. Right passwords that arrive at the same moment would therefore look
 * like a burst of guesses: in this process no more of them are judged at a time than may fail without a pause.
 */
const judgedAtOnceMax = 4;
const waitingMax = 100;

interface Gate {
  judging: number;
  waiting: (() => void)[];
}

const gates = new Map<string, Gate>();

/** Runs `work` in its turn. Throws `HasherOverloaded` when too many wait for one account. */
export async function inTurn<Value>(userId: string, work: () => Promise<Value>): Promise<Value> {
  const gate = gates.get(userId) ?? { judging: 0, waiting: [] };
  gates.set(userId, gate);
  if (gate.judging < judgedAtOnceMax) gate.judging += 1;
  else if (gate.waiting.length >= waitingMax) throw new HasherOverloaded("too many sign-ins to one account");
  // Whoever finishes hands their place over, so nobody overtakes.
  else await new Promise<void>((resume) => gate.waiting.push(resume));
  try {
    return await work();
  } finally {
    const next = gate.waiting.shift();
    if (next) next();
    else gate.judging -= 1;
    if (gate.judging === 0) gates.delete(userId);
  }
}
