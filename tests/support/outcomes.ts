import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Result } from "@/lib/core/kernel/result";

export function expectOk<Value>(result: Result<Value, ErrorCode>): Value {
  if (result.ok) return result.value;
  throw new Error(`Refused with ${result.error.code}: ${JSON.stringify(result.error)}`);
}

export function codeOf(result: Result<unknown, ErrorCode>): "ok" | ErrorCode {
  return result.ok ? "ok" : result.error.code;
}

/** Counts each outcome. */
export function tally(results: Result<unknown, ErrorCode>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) counts[codeOf(result)] = (counts[codeOf(result)] ?? 0) + 1;
  return counts;
}

export function atOnce<Value>(times: number, work: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
