import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json";

function rulesOf(text: string) {
  const parsed = parseStrictJson(text);
  return parsed.ok ? "accepted" : parsed.error.fieldErrors;
}

describe("parseStrictJson", () => {
  it("reads every JSON object as JSON.parse does", () => {
    const plain = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0") && text !== "__proto__");
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        plain,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(plain, tie("value"), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(plain, value, { maxKeys: 5, noNullPrototype: true }), (object) => {
        const text = JSON.stringify(object, null, 2);
        expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it("names what is wrong with a text that is no JSON object", () => {
    for (const text of ["", "{", "{} {}", "{'a':1}", '{"a":1e999', "\ufeff{}", "nul"]) {
      expect(rulesOf(text)).toEqual({ body: ["json"] });
    }
    for (const text of ["null", "[]", '"text"', "1", "true"]) expect(rulesOf(text)).toEqual({ body: ["json_object"] });
  });

  it("rejects a key that is given twice, however it is spelled", () => {
    expect(rulesOf('{"email":"a","email":"b"}')).toEqual({ email: ["json_duplicate_key"] });
    expect(rulesOf('{"email":"a","\\u0065mail":"b"}')).toEqual({ email: ["json_duplicate_key"] });
    expect(rulesOf('{"a":{"b":1,"c":[{"b":1}],"b":2}}')).toEqual({ b: ["json_duplicate_key"] });
    expect(rulesOf('{"a":{"b":1},"c":{"b":"\\"b\\":"}}')).toBe("accepted");
  });

  it("accepts sixteen levels and rejects more", () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    expect(rulesOf(nested(16))).toBe("accepted");
    expect(rulesOf(nested(17))).toEqual({ body: ["json_depth"] });
    expect(rulesOf(`{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`)).toEqual({ body: ["json_depth"] });
  });

  it("rejects NUL and lone surrogates in values and keys, and __proto__ anywhere", () => {
    expect(rulesOf('{"name":"a\\u0000"}')).toEqual({ name: ["plain_text"] });
    expect(rulesOf('{"name":"\\ud800"}')).toEqual({ name: ["plain_text"] });
    expect(rulesOf('{"name":{"deep":["\\udfff"]}}')).toEqual({ name: ["plain_text"] });
    expect(rulesOf('{"a\\u0000":1}')).toEqual({ body: ["plain_text"] });
    expect(rulesOf('{"__proto__":{"isAdmin":true}}')).toEqual({ body: ["unknown_field"] });
    expect(rulesOf('{"name":{"__proto__":1}}')).toEqual({ name: ["plain_text"] });
  });
});
