import { expect, it } from "vitest";
import { inWireNames, refuseInWords } from "./refusals";

it("names the fields in the sentence, as the document calls them", () => {
  const error = { code: "validation_failed" as const, fieldErrors: { password: ["password_guessable"], x: ["odd"] } };
  expect(refuseInWords(inWireNames(error, { password: "new_password" }))).toEqual({
    status: 422,
    body: {
      detail:
        "Validation error. new_password: This password is too easy to guess. Choose another one. x: This value isn't valid.",
      code: "validation_error",
    },
  });
});

it("says the bare sentence where no field is to blame", () => {
  expect(refuseInWords(inWireNames({ code: "email_taken" }))).toEqual({
    status: 409,
    body: { detail: "Email already registered", code: "email_taken" },
  });
});
