import { hash } from "@node-rs/argon2";
import type { Hasher } from "@/lib/core/kernel/ports";
import { verifyHash } from "@/lib/platform/verify-hash";

/** Real argon2id with the smallest parameters it accepts, for speed. */
const cheapest = { memoryCost: 8, timeCost: 1, parallelism: 1 };

export function cheapHasher(): Hasher & { hashed: number; verified: number } {
  const dummy = hash("nobody has this password", cheapest);
  return {
    hashed: 0,
    verified: 0,
    hash(password, _turn, salt) {
      this.hashed += 1;
      return hash(password, salt ? { ...cheapest, salt } : cheapest);
    },
    async verify(passwordHash, password) {
      this.verified += 1;
      const matches = await verifyHash(passwordHash ?? (await dummy), password);
      return passwordHash !== null && matches;
    },
    isOutdated: () => false,
  };
}
