export const runsOfAll = 50_000;
/** Inputs made of the documents: FUZZ_RUNS, or 50,000. A fiftieth as many are sent as raw bytes. */
export const runs = Number(process.env.FUZZ_RUNS ?? runsOfAll);
/** FUZZ_SEED, or by chance; printed, and part of the figures. */
export const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
