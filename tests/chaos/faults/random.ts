/** Numbers in [0, 1) by seed (mulberry32). */
export type Random = () => number;

/** Random by default (vitest.chaos.config.ts); printed for repeating a run. */
export const seed = Number(process.env.FAULT_SEED);

export const roundsOfAll = 50;

/** FAULT_ROUNDS: kills per target. */
export const rounds = Number(process.env.FAULT_ROUNDS ?? roundsOfAll);

export function seeded(from: number): Random {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function between(random: Random, least: number, most: number): number {
  return Math.round(least + random() * (most - least));
}
