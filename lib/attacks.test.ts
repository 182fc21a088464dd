import { expect, it } from "vitest";
import { attackNumbers, readAttacks } from "@/lib/testing/attacks";

const attacks = readAttacks();
const elsewhere = new Set([2, 12, 13, 19, 21, 24, 26, 37, 39, 43, 44, 45, 48, 53, 54, 65, 67, 68, 70]);

it("plays every attack of the catalogue in a test that names it", () => {
  const named = new Set(attacks.flatMap(({ numbers }) => numbers));
  const due = attackNumbers.filter((number) => Number(number) <= 79 && !elsewhere.has(Number(number)));
  expect(due.filter((number) => !named.has(number))).toEqual([]);
});

it("names no attack that the catalogue does not have", () => {
  const known = new Set(attackNumbers);
  expect(attacks.filter(({ numbers }) => !numbers.every((number) => known.has(number)))).toEqual([]);
});
