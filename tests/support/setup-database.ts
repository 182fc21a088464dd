import { afterEach, beforeEach, expect, inject } from "vitest";
import { emptyDatabase, testDatabase } from "./database";
import { unexpectedProblems } from "./test-context";

beforeEach(async () => {
  const { pool } = await testDatabase(inject("cluster"));
  await emptyDatabase(pool);
});

afterEach(() => {
  expect(unexpectedProblems(), "nothing logged as a warning or an error").toEqual([]);
});
