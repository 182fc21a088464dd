import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { type Hasher, HasherOverloaded } from "@/lib/core/ports";
import { verifyHash } from "./verify-hash";

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. About 10 ms on one core. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Jobs that wait at most; the next is refused with 503, so that a flood of sign-ins cannot take the machine. */
const queueMax = 64;
/** libuv has four threads that DNS, files and crypto share; hashing never takes them all. */
const inFlightMax = Math.max(1, Math.min(availableParallelism(), 3));

/** Argon2id behind a bounded queue. `load` says how many passwords are being checked, and how many wait for it. */
export function createHasher(): Hasher & { load(): SlotsLoad } {
  const take = createSlots(inFlightMax, queueMax);
  // Made once, with today's parameters: what an unknown account is compared with.
  const dummy = hash("nobody has this password", parameters);
  return {
    hash: (password, salt) => take(() => hash(password, salt ? { ...parameters, salt } : parameters)),
    verify: async (passwordHash, password) => {
      const compareWith = passwordHash ?? (await dummy);
      const matches = await take(() => verifyHash(compareWith, password));
      return passwordHash !== null && matches;
    },
    isOutdated: (passwordHash) => {
      const { memoryCost, timeCost, parallelism } = parameters;
      return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
    },
    load: take.load,
  };
}

export interface SlotsLoad {
  running: number;
  waiting: number;
}

/** Runs at most `running` works at a time; lets `waiting` more wait; throws HasherOverloaded beyond. */
export function createSlots(running: number, waiting: number) {
  let free = running;
  const queue: (() => void)[] = [];
  async function take<Value>(work: () => Promise<Value>): Promise<Value> {
    if (free > 0) free -= 1;
    else if (queue.length >= waiting) throw new HasherOverloaded("too many passwords to check");
    // The one that finishes hands its place over, so nobody overtakes.
    else await new Promise<void>((resume) => queue.push(resume));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  }
  take.load = (): SlotsLoad => ({ running: running - free, waiting: queue.length });
  return take;
}
