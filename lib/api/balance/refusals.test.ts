import { expect, it } from "vitest";
import { refuse } from "./refusals";

it("names the fields that were not accepted, and the password's rule as a whole", () => {
  const fieldErrors = { email: ["email"], password: ["password_too_short", "password_rule"] };
  expect(refuse({ code: "validation_failed", fieldErrors }).body).toEqual({
    statusCode: 400,
    error: "Bad Request",
    message:
      "email: Enter a valid email address. password: Use 8 to 32 characters with at least one uppercase letter, one lowercase letter and one number.",
  });
});
