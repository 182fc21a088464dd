import { expect } from "vitest";
import { atOnce } from "@/tests/support/outcomes";
import type { Outcome } from "./ring";

export const roundsOfAll = 200;
/** Rounds of the races that matter most: RACE_ROUNDS, or 200. */
export const rounds = Number(process.env.RACE_ROUNDS ?? roundsOfAll);
/** Of the others, so that all of them end in minutes. */
const roundsOfOthers = Math.ceil(rounds / 4);
/** Uses of one thing at the same moment. */
export const usesAtOnce = 20;

export interface Race<Start> {
  /** What is used, as the figures name it. */
  thing: string;
  /** True for what accounts stand and fall with: all rounds, where the others have a quarter of them. */
  isVital?: boolean;
  uses?: number;
  prepare(round: number): Promise<Start>;
  use(start: Start, index: number): Promise<Outcome>;
  /** How many uses succeed; "all" and "some" where doing it again is a success without an effect, everywhere or in some APIs. */
  wins: number | "all" | "some";
  /** What the others may be told: a status, or a status and a code. */
  refusals: string[];
  /** What has truly happened, looked up where it would be seen. `expected`, 1 unless told otherwise, a round. */
  effects(start: Start, outcomes: Outcome[]): Promise<number>;
  expected?: number;
  /** Further promises about one round. */
  check?(start: Start, outcomes: Outcome[]): Promise<void>;
}

export interface Figures {
  thing: string;
  rounds: number;
  uses: number;
  effects: number;
  promised: number;
  refusals: number;
  faults: number;
}

/** Of every race that this process has run. */
export const figures: Figures[] = [];

/** Runs all rounds, then holds them to what was promised: whatever goes wrong in one is told with its number. */
export async function run<Start>(race: Race<Start>): Promise<void> {
  const { expected = 1, isVital = false, refusals, thing, uses = usesAtOnce, wins } = race;
  const sum: Figures = { thing, rounds: 0, uses: 0, effects: 0, promised: 0, refusals: 0, faults: 0 };
  figures.push(sum);
  for (let round = 0; round < (isVital ? rounds : roundsOfOthers); round += 1) {
    const start = await race.prepare(round);
    const outcomes = await atOnce(uses, (index) => race.use(start, index));
    const effects = await race.effects(start, outcomes);
    const won = outcomes.filter(({ status }) => status < 400).length;
    sum.rounds += 1;
    sum.uses += uses;
    sum.effects += effects;
    sum.promised += expected;
    sum.refusals += uses - won;
    sum.faults += outcomes.filter(({ status }) => status >= 500).length;
    const undocumented = outcomes
      .filter(({ status }) => status >= 400)
      .map(({ code, status }) => `${status} ${code}`.trim())
      .filter((told) => !refusals.includes(told) && !refusals.includes(told.split(" ", 1)[0] ?? ""));
    const promised = wins === "all" ? uses : wins === "some" ? Math.max(won, 1) : wins;
    const found = { round, effects, won, undocumented };
    expect(found, thing).toEqual({ round, effects: expected, won: promised, undocumented: [] });
    await race.check?.(start, outcomes);
  }
}
