import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Result } from "@/lib/core/kernel/result";

/** The value of an outcome that the test takes for granted. */
export function expectOk<Value>(result: Result<Value, ErrorCode>): Value {
  if (result.ok) return result.value;
  throw new Error(`Refused with ${result.error.code}: ${JSON.stringify(result.error)}`);
}

/** What an outcome is at first sight: "ok" or the code of its refusal. */
export function codeOf(result: Result<unknown, ErrorCode>): "ok" | ErrorCode {
  return result.ok ? "ok" : result.error.code;
}

/** How often each outcome came out of a race. */
export function tally(results: Result<unknown, ErrorCode>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) counts[codeOf(result)] = (counts[codeOf(result)] ?? 0) + 1;
  return counts;
}

/** Runs the same thing many times at once. */
export function atOnce<Value>(times: number, work: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
