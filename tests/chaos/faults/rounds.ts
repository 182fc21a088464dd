/** Random by default (vitest.chaos.config.ts); printed for repeating a run. */
export const seed = Number(process.env.FAULT_SEED);

export const roundsOfAll = 50;

/** FAULT_ROUNDS: kills per target. */
export const rounds = Number(process.env.FAULT_ROUNDS ?? roundsOfAll);
