import fc from "fast-check";
import type { Hono } from "hono";
import { createApi } from "@/lib/api/create-api";
import { emptyDatabase } from "../database";
import type { TestContext } from "../test-context";
import { anyCase, type Case, describeCase, requestOf } from "./cases";
import { checkAnswer, type Fault, type Verdict } from "./check-answer";
import { createFixtures, type Fixtures } from "./fixtures";
import { type Operation, readOperations } from "./operations";
import { WriteWatch } from "./write-watch";

/** Inputs per set of fixtures: successful requests change the data and end sessions. */
const inputsPerFixtures = 250;
const answerMillisecondsMax = 2_000;

export interface ApiFigures {
  inputs: number;
  statuses: Map<number, number>;
  faults: Record<Fault, number>;
}

export interface FuzzResult {
  seed: number;
  figures: Map<string, ApiFigures>;
  /** Each kind of failure once per operation, with what reproduces it. */
  failures: string[];
  operations: number;
}

interface Fuzzing {
  test: TestContext;
  api: Hono;
  operations: Operation[];
  watch: WriteWatch;
}

/** Sends `runs` generated inputs in sequence and checks each answer. */
export async function fuzz(test: TestContext, { runs, seed }: { runs: number; seed: number }): Promise<FuzzResult> {
  test.log.expectProblems();
  const api = createApi(test.app);
  const operations = await readOperations(api, test.app.config.appUrl);
  const fuzzing: Fuzzing = { test, api, operations, watch: new WriteWatch(test.database.pool) };
  const figures = new Map<string, ApiFigures>();
  const failures = new Map<string, string>();
  for (let sent = 0; sent < runs; ) {
    const count = Math.min(inputsPerFixtures, runs - sent);
    const fixturesSeed = (seed + sent) | 0;
    await emptyDatabase(test.database.pool);
    const fixtures = await createFixtures(test, api);
    await fuzzing.watch.changed();
    const cases = fc.sample(anyCase(operations), { seed: fixturesSeed, numRuns: count });
    for (const [index, one] of cases.entries()) {
      const outcome = await sendOne(fuzzing, fixtures, one);
      if (outcome === null) continue;
      const sum = sumOf(figures, one.operation.api);
      sum.inputs += 1;
      sum.statuses.set(outcome.status, (sum.statuses.get(outcome.status) ?? 0) + 1);
      if (!outcome.verdict) continue;
      const { fault, what } = outcome.verdict;
      sum.faults[fault] += 1;
      const at = `${fault} at ${one.method} ${one.operation.path}`;
      const failure = `${at} (seed ${seed}, input ${sent + index}): ${what}\n  ${describeCase(one)}`;
      if (!failures.has(at)) failures.set(at, failure);
    }
    sent += count;
  }
  return { seed, figures, failures: [...failures.values()], operations: operations.length };
}

function sumOf(figures: Map<string, ApiFigures>, api: string): ApiFigures {
  const present = figures.get(api);
  if (present) return present;
  const faults = { "5xx": 0, hang: 0, schema: 0, write: 0 };
  const made: ApiFigures = { inputs: 0, statuses: new Map(), faults };
  figures.set(api, made);
  return made;
}

async function sendOne(
  { api, operations, test, watch }: Fuzzing,
  fixtures: Fixtures,
  one: Case,
): Promise<{ status: number; verdict: Verdict | null } | null> {
  const { appUrl } = test.app.config;
  const request = requestOf(one, fixtures, appUrl);
  if (!request) return null;
  const answer = await answerOf(api, request);
  if (answer === null)
    return { status: 0, verdict: { fault: "hang", what: `no answer within ${answerMillisecondsMax} ms` } };
  const { response, text } = answer;
  const { status } = response;
  const changed = await watch.changed();
  const problems = test.log.problems.splice(0).map(({ fields, message }) => `${message} ${fields.err}`);
  const wrong = checkAnswer(operations, request, response, text);
  if (wrong) return { status, verdict: { ...wrong, what: `${wrong.what} ${problems.join("; ")}` } };
  if (problems.length > 0) return { status, verdict: { fault: "5xx", what: `logged ${problems.join("; ")}` } };
  if (status < 400 || changed.length === 0) return { status, verdict: null };
  return {
    status,
    verdict: { fault: "write", what: `${status} ${text.slice(0, 200)} wrote to ${changed.join(", ")}` },
  };
}

async function answerOf(api: Hono, request: Request): Promise<{ response: Response; text: string } | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), answerMillisecondsMax);
  });
  const answered = (async () => {
    const response = await api.fetch(request);
    return { response, text: await response.text() };
  })();
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
