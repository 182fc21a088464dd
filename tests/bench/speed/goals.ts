import { table } from "../figures";
import { median } from "../quantile";
import type { Measured, Results } from "./rounds";

interface Goal {
  what: string;
  wanted: string;
  measured: string;
  isMet: boolean;
}

function mediansOf(results: Results) {
  return (name: string, figure: keyof Pick<Measured, "rate" | "p50" | "p95" | "cpuPerThousand">) =>
    median((results.get(name) ?? []).map((round) => round[figure]));
}

/** Medians of the ratio within each round, which cancels slow moments of the machine. */
function ratiosOf(results: Results) {
  return (name: string, other: string, figure: "rate" | "p50" = "rate") =>
    median(
      (results.get(name) ?? []).map((round, at) => round[figure] / (results.get(other)?.[at]?.[figure] ?? Number.NaN)),
    );
}

const times = (ratio: number) => `${ratio.toFixed(1)}x`;
const percent = (ratio: number) => `${Math.round(ratio * 100)} %`;

export function evaluateGoals(results: Results): Goal[] {
  const of = mediansOf(results);
  const ratio = ratiosOf(results);
  const atLeast = (what: string, value: number, wanted: number, say: (value: number) => string): Goal => ({
    what,
    wanted: `at least ${say(wanted)}`,
    measured: say(value),
    isMet: value >= wanted,
  });
  const atMost = (what: string, value: number, wanted: number, say: (value: number) => string): Goal => ({
    what,
    wanted: `at most ${say(wanted)}`,
    measured: say(value),
    isMet: value <= wanted,
  });
  const floods = results.get("flood product") ?? [];
  const refused = floods.map(({ statuses }) => statuses["503"] ?? 0);
  return [
    ...[16, 64].flatMap((connections) => {
      const against = (name: string) => ratio(`check product ${connections}`, `check ${name} ${connections}`);
      const at = `Session check, ${connections} connections`;
      return [
        atLeast(`${at}, against better-auth on Next`, against("better-auth"), 15, times),
        atLeast(`${at}, against the product's own Next route`, against("mount"), 10, times),
        atLeast(`${at}, of bare Hono with one prepared query`, against("bare"), 0.5, percent),
      ];
    }),
    ...(
      [
        ["Refresh", "refresh product"],
        ["Sign-out", "sign out product"],
      ] as const
    ).flatMap(([what, name]) => [
      atLeast(`${what}, of the session check's rate`, ratio(name, "check product 16"), 0.3, percent),
      atLeast(`${what}, against better-auth's renewing get-session`, ratio(name, "renew better-auth"), 5, times),
    ]),
    atMost(
      "Sign-in, p50 one at a time, against bare argon2id behind Hono",
      ratio("sign in product 1", "sign in bare 1", "p50"),
      1.25,
      (value) => `${value.toFixed(2)}x`,
    ),
    atLeast(
      "Sign-in, throughput at 64 connections, of bare argon2id",
      ratio("sign in product 64", "sign in bare 64"),
      0.85,
      percent,
    ),
    atMost("Session check beside 64 sign-ins, p95", of("check beside", "p95"), 50, (value) => `${value.toFixed(0)} ms`),
    {
      what: "256 sign-ins at a time: refused with 503 beyond the queue",
      wanted: "some in every round",
      measured: `${median(refused)} of ${median(floods.map(({ requests }) => requests))}`,
      isMet: refused.length > 0 && refused.every((count) => count > 0),
    },
    atMost(
      "Server's processor time for 1,000 session checks",
      of("check product 16", "cpuPerThousand"),
      0.3,
      (value) => `${value.toFixed(2)} s`,
    ),
  ];
}

export function describeResults(results: Results, goals: readonly Goal[], seconds: number): string {
  const of = mediansOf(results);
  const rounds = results.get("check product 16")?.length ?? 0;
  const raw = [...results.keys()].map((name) => [
    name,
    of(name, "rate").toFixed(0),
    of(name, "p50").toFixed(1),
    of(name, "p95").toFixed(1),
    of(name, "cpuPerThousand").toFixed(2),
  ]);
  return `All servers run together on one embedded PostgreSQL and are asked in turn by a separate process. Figures are medians of
${rounds} rounds of ${seconds} s a load, ratios within a round. The product runs as it is started by \`npm start\`, with its log at \`info\` and its limits
counting (\`RATE_LIMIT_SCALE\` keeps them from refusing). better-auth checks its database with every request (no cookie cache) and
hashes with argon2id of the same parameters. A session check is \`GET profile\`: token, session row, limit, log line.

${table(
  ["comparison", "measured"],
  goals.map(({ what, measured }) => [what, measured]),
)}

${table(["load", "answers/s", "p50 ms", "p95 ms", "server's processor, s per 1,000"], raw)}`;
}
