import { afterEach, beforeEach, expect, vi } from "vitest";

/** Fails a test when the code under test writes to the console. */
const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  for (const method of ["error", "warn"] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      written.push(`console.${method}: ${parts.map(String).join(" ")}`);
    });
  }
});

afterEach(() => {
  expect(written, "nothing on the console").toEqual([]);
});
