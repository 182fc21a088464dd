export const runsOfAll = 50_000;
/** FUZZ_RUNS: generated inputs; a fiftieth as many raw ones. */
export const runs = Number(process.env.FUZZ_RUNS ?? runsOfAll);
/** FUZZ_SEED: random by default, printed. */
export const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
