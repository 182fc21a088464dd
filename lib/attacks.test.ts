import { expect, it } from "vitest";
import { attackNumbers, attacksDocument, readAttacks } from "@/lib/testing/attacks";

const attacks = readAttacks();
const named = new Set(attacks.flatMap(({ numbers }) => numbers));

it("plays every attack of the catalogue in a test that names it", () => {
  expect(attackNumbers.filter((number) => !named.has(number))).toEqual([]);
});

it("names no attack that the catalogue does not have", () => {
  const known = new Set(attackNumbers);
  expect(attacks.filter(({ numbers }) => !numbers.every((number) => known.has(number)))).toEqual([]);
});

it("writes down which promise withstands which attack", async () => {
  await expect(attacksDocument(attacks)).toMatchFileSnapshot("../docs/attacks.md");
});
