import { expect } from "vitest";
import { atOnce } from "@/tests/support/outcomes";
import type { Outcome } from "./instances";

export const roundsOfAll = 200;
/** Rounds of vital races: RACE_ROUNDS, or 200. */
export const rounds = Number(process.env.RACE_ROUNDS ?? roundsOfAll);
/** Other races take a quarter. */
const roundsOfOthers = Math.ceil(rounds / 4);
/** Concurrent uses. */
export const usesAtOnce = 20;

export interface Race<Start> {
  /** As named in the figures. */
  thing: string;
  /** Runs all rounds instead of a quarter. */
  isVital?: boolean;
  uses?: number;
  prepare(round: number): Promise<Start>;
  use(start: Start, index: number): Promise<Outcome>;
  /** Successful uses; "all" and "some": repeating is a success without effect, in all or some APIs. */
  wins: number | "all" | "some";
  /** Allowed errors of the others: a status, or a status and a code. */
  errors: string[];
  /** Counts the effects in the database; `expected` per round, default 1. */
  effects(start: Start, outcomes: Outcome[]): Promise<number>;
  expected?: number;
  check?(start: Start, outcomes: Outcome[]): Promise<void>;
}

export interface Figures {
  thing: string;
  rounds: number;
  uses: number;
  effects: number;
  promised: number;
  errors: number;
  faults: number;
}

export const figures: Figures[] = [];

/** Runs all rounds and names the failed one. */
export async function run<Start>(race: Race<Start>): Promise<void> {
  const { expected = 1, isVital = false, errors, thing, uses = usesAtOnce, wins } = race;
  const sum: Figures = { thing, rounds: 0, uses: 0, effects: 0, promised: 0, errors: 0, faults: 0 };
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
    sum.errors += uses - won;
    sum.faults += outcomes.filter(({ status }) => status >= 500).length;
    const undocumented = outcomes
      .filter(({ status }) => status >= 400)
      .map(({ code, status }) => `${status} ${code}`.trim())
      .filter((told) => !errors.includes(told) && !errors.includes(told.split(" ", 1)[0] ?? ""));
    const promised = wins === "all" ? uses : wins === "some" ? Math.max(won, 1) : wins;
    const found = { round, effects, won, undocumented };
    expect(found, thing).toEqual({ round, effects: expected, won: promised, undocumented: [] });
    await race.check?.(start, outcomes);
  }
}
