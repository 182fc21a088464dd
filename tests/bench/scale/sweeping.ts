import pg from "pg";
import { sweep } from "@/lib/platform/sweep";
import { median, quantile } from "../quantile";
import { operations, type Target } from "./operations";

export interface Sweeping {
  /** Overdue sessions. */
  rows: number;
  left: number;
  seconds: number;
  statements: number;
  longestMilliseconds: number;
  /** Sequential sign-ins, in milliseconds. */
  loginBefore: number[];
  loginDuring: number[];
}

const overdue = "SELECT count(*)::int AS count FROM sessions WHERE expires_at < now() - interval '30 days'";

export async function measureSweep(databaseUrl: string, target: Target): Promise<Sweeping> {
  const login = operations.login;
  if (!login) throw new Error("There is no sign-in to measure");
  const loginBefore: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) loginBefore.push(await login(target, turn));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const count = async () => (await pool.query<{ count: number }>(overdue)).rows[0]?.count ?? 0;
  const rows = await count();
  const took: number[] = [];
  const timing = new Proxy(pool, {
    get: (on, name) => {
      if (name !== "query") return Reflect.get(on, name);
      return async (text: string, values: unknown[]) => {
        const start = performance.now();
        const answer = await on.query(text, values);
        took.push(performance.now() - start);
        return answer;
      };
    },
  });
  const loginDuring: number[] = [];
  let isOver = false;
  const start = performance.now();
  const sweeping = sweep(timing).finally(() => {
    isOver = true;
  });
  for (let turn = 40; !isOver; turn += 1) loginDuring.push(await login(target, turn));
  await sweeping;
  const seconds = (performance.now() - start) / 1000;
  const left = await count();
  await pool.end();
  return {
    seconds,
    statements: took.length,
    longestMilliseconds: Math.max(...took),
    loginBefore,
    loginDuring,
    rows,
    left,
  };
}

export function describeSweep(swept: Sweeping): string {
  const ms = (value: number) => value.toFixed(1);
  const p95 = (values: number[]) => ms(quantile(values, 0.95));
  return `${swept.rows.toLocaleString("en")} expired sessions were removed in ${swept.seconds.toFixed(1)} s by ${swept.statements} statements of
at most 2,000 rows, ${swept.left.toLocaleString("en")} were left. The longest statement took ${ms(swept.longestMilliseconds)} ms. Sign-ins one after the other took
${ms(median(swept.loginBefore))} ms (p95 ${p95(swept.loginBefore)}) before and ${ms(median(swept.loginDuring))} ms (p95 ${p95(swept.loginDuring)}) meanwhile.`;
}
