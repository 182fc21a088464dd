import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalRecoveryCode, formatRecoveryCode, secondFactorCodeSchema, totpCodeSchema } from "./codes";

describe("a TOTP code", () => {
  it.each(["12345", "1234567", "12345a", "", "12345½", "Ⅻ34567", "code: 123456"])("is not %j", (typed) => {
    expect(totpCodeSchema.safeParse(typed).success).toBe(false);
    expect(secondFactorCodeSchema.safeParse(typed).success).toBe(false);
  });

  it.each([
    "١٢٣٤٥٦",
    "۱۲۳۴۵۶",
    "१२३४५६",
    "１２３４５６",
    "𝟏𝟐𝟑𝟒𝟓𝟔",
    "𝟙𝟚𝟛𝟜𝟝𝟞",
    "𝟣𝟤𝟥𝟦𝟧𝟨",
    "𞥑𞥒𞥓𞥔𞥕𞥖",
    "123 456",
    "123-456",
    " 123456\n",
    "١٢٣ ٤٥٦",
  ])("is 123456 as %s", (typed) => {
    expect(totpCodeSchema.parse(typed)).toBe("123456");
    expect(secondFactorCodeSchema.parse(typed)).toBe("123456");
  });

  it.each([123456, null, ["123456"], true, { code: "123456" }])("is not %j", (typed) => {
    expect(totpCodeSchema.safeParse(typed).success).toBe(false);
    expect(secondFactorCodeSchema.safeParse(typed).success).toBe(false);
  });
});

describe("a recovery code", () => {
  const code = fc.string({
    unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    minLength: 24,
    maxLength: 24,
  });

  it("ignores grouping and case", () => {
    fc.assert(
      fc.property(code, (canonical) => {
        const shown = formatRecoveryCode(canonical);
        expect(shown).toMatch(/^(?:.{4}-){5}.{4}$/);
        for (const typed of [shown, shown.toLowerCase(), shown.replaceAll("-", " "), ` ${canonical}\n`]) {
          expect(canonicalRecoveryCode(typed)).toBe(canonical);
          expect(secondFactorCodeSchema.safeParse(typed).success).toBe(true);
        }
      }),
    );
  });

  it.each(["", "ABCD", "A".repeat(23), "A".repeat(25), "1".repeat(24), `${"A".repeat(23)}ß`])("is not %j", (typed) => {
    expect(canonicalRecoveryCode(typed)).toBeNull();
  });
});
