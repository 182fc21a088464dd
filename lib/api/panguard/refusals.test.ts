import { expect, it } from "vitest";
import { refuse } from "./refusals";

it("names the fields that were not accepted, and speaks in the document's sentences", () => {
  const fieldErrors = { email: ["email"], totpCode: ["totp_code"] };
  expect(refuse({ code: "validation_failed", fieldErrors }).body).toEqual({
    ok: false,
    error: "email: Enter a valid email address. totpCode: Enter a six-digit code.",
  });
  expect(refuse({ code: "mfa_code_invalid", fieldErrors: { code: ["totp_code_wrong"] } }).body.error).toBe(
    "Invalid TOTP code. Please try again.",
  );
});
