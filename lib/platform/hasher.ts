import { availableParallelism } from "node:os";
import { hash } from "@node-rs/argon2";
import { createFairSlots, type SlotsLoad } from "@/lib/core/kernel/fair-slots";
import type { Hasher, HashTurn } from "@/lib/core/kernel/ports";
import { verifyHash } from "./verify-hash";

/** OWASP's minimum: 19 MiB, two passes, one lane. About 10 ms. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Waiting jobs, beyond which requests get 503. */
const queueMax = 64;
/** Places that only sign-ins may use. */
const keptForSignIns = 24;
/** Leaves one of libuv's four threads to DNS, files and crypto. */
const inFlightMax = Math.max(1, Math.min(availableParallelism(), 3));

const ofTheProcess: HashTurn = { account: null, address: "", isSignIn: false };

export function createHasher(): Hasher & { load(): SlotsLoad } {
  const take = createFairSlots({ running: inFlightMax, waiting: queueMax, keptForSignIns });
  // Compared for unknown accounts, so that timing doesn't reveal them.
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
