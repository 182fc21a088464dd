import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { createFairSlots, type SlotsLoad } from "@/lib/core/kernel/fair-slots";
import type { Hasher, HashTurn } from "@/lib/core/kernel/ports";
import { verifyHash } from "./verify-hash";

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. About 10 ms on one core. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Jobs that wait at most; the next is refused with 503, so that a flood of sign-ins cannot take the machine. */
const queueMax = 64;
/** Of those, places that flows other than signing in leave free. */
const keptForSignIns = 24;
/** libuv has four threads that DNS, files and crypto share; hashing never takes them all. */
const inFlightMax = Math.max(1, Math.min(availableParallelism(), 3));

const ofTheProcess: HashTurn = { account: null, address: "", isSignIn: false };

/** Argon2id behind a bounded, fair queue. `load` says how many passwords are being checked, and how many wait for it. */
export function createHasher(): Hasher & { load(): SlotsLoad } {
  const take = createFairSlots({ running: inFlightMax, waiting: queueMax, keptForSignIns });
  // Made once, with today's parameters: what an unknown account is compared with.
  const dummy = hash("nobody has this password", parameters);
  return {
    hash: (password, turn = ofTheProcess, salt) =>
      take(turn, () => hash(password, salt ? { ...parameters, salt } : parameters)),
    verify: async (passwordHash, password, turn) => {
      const compareWith = passwordHash ?? (await dummy);
      const matches = await take(turn, () => verifyHash(compareWith, password));
      return passwordHash !== null && matches;
    },
    isOutdated: (passwordHash) => {
      const { memoryCost, timeCost, parallelism } = parameters;
      return !passwordHash.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
    },
    load: take.load,
  };
}
