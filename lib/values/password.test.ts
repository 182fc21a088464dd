import { describe, expect, it } from "vitest";
import { newPasswordSchema, typedPasswordSchema } from "./password";

const issues = (typed: unknown) => newPasswordSchema.safeParse(typed).error?.issues.map(({ message }) => message);

describe("a new password", () => {
  it.each(["8 chars!", "a".repeat(128), "🐢".repeat(128), " leading and trailing ", "NUL\u0000 inside", "SecurePass1"])(
    "may be %j",
    (typed) => {
      expect(newPasswordSchema.parse(typed)).toBe(typed.normalize("NFC"));
    },
  );

  it.each([
    ["seven characters", "7 chars", "password_too_short"],
    ["seven characters of two code units", "🐢".repeat(7), "password_too_short"],
    ["129 characters", "a".repeat(129), "password_too_long"],
    ["129 characters of two code units", "🐢".repeat(129), "password_too_long"],
    ["a megabyte", "a".repeat(1_000_000), "password_too_long"],
    ["a lone surrogate", "password\ud800", "plain_text"],
  ])("is invalid with %s", (_, typed, rule) => {
    expect(issues(typed)).toContain(rule);
  });

  it.each([null, 12345678, ["long enough"], { length: 12 }, true])("is a string, not %j", (typed) => {
    expect(newPasswordSchema.safeParse(typed).success).toBe(false);
  });

  it("is normalized to NFC and never trimmed, folded or cut", () => {
    expect(newPasswordSchema.parse("cafe\u0301 au lait")).toBe(newPasswordSchema.parse("caf\u00e9 au lait"));
    expect(typedPasswordSchema.parse("cafe\u0301 au lait")).toBe("caf\u00e9 au lait");
    expect(newPasswordSchema.parse("  MiXeD  ")).toBe("  MiXeD  ");
  });
});

it("a typed password is compared whatever its form", () => {
  for (const typed of ["x", "a".repeat(128)]) expect(typedPasswordSchema.safeParse(typed).success).toBe(true);
  for (const typed of ["", "a".repeat(129), "a\ud800"])
    expect(typedPasswordSchema.safeParse(typed).success).toBe(false);
});
