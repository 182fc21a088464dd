import { expect, it } from "vitest";
import { attackNumbers, attacksDocument, readAttacks } from "@/lib/testing/attacks";

const attacks = readAttacks();
const named = new Set(attacks.flatMap(({ numbers }) => numbers));

/** Numbers whose tests are still to come. The table is held when there are none. */
const toCome = new Set(
  (
    "2 24 39 70 80 81 82 83 85 86 87 88 90 91 92 94 95 96 97 101 103 105 106 107 108 111 112 119 121 122 123 124 125 " +
    "126 127 128 129 130 131 132 133 134 135 136 137 138 139 140a 140b 140c 140d 140e 140f"
  ).split(" "),
);

it("plays every attack of the catalogue in a test that names it", () => {
  expect(attackNumbers.filter((number) => !named.has(number) && !toCome.has(number))).toEqual([]);
});

it("names no attack that the catalogue does not have", () => {
  const known = new Set(attackNumbers);
  expect(attacks.filter(({ numbers }) => !numbers.every((number) => known.has(number)))).toEqual([]);
});

it.runIf(toCome.size === 0)("writes down which promise withstands which attack", async () => {
  await expect(attacksDocument(attacks)).toMatchFileSnapshot("../docs/attacks.md");
});
