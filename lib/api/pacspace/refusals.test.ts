import { expect, it } from "vitest";
import { isCoreCode, refusalBody } from "./refusals";

it("says how many attempts are left and who has decided, in the message", () => {
  const tries = refusalBody({ code: "login_code_invalid", attemptsLeft: 1 }, "r");
  expect(tries.error.message).toBe("Incorrect code. 1 attempt left.");
  const decided = { status: "approved", by: "Ana", at: new Date("2026-03-02T09:00:00.000Z") };
  expect(refusalBody({ code: "request_already_decided", decided }, "r").error.message).toBe(
    "This request was already decided. Status: approved by Ana at 2026-03-02T09:00:00.000Z.",
  );
});

it("gives fields readable sentences, never rule names", () => {
  const body = refusalBody(
    { code: "validation_failed", fieldErrors: { email: ["email"], x: ["never_heard_of"] } },
    "r",
  );
  expect(body.error.fieldErrors).toEqual({
    email: ["Enter a valid email address."],
    x: ["This value isn't valid."],
  });
});

it("knows the core's codes from the transport's", () => {
  expect(isCoreCode("token_invalid")).toBe(true);
  expect(isCoreCode("internal")).toBe(false);
});
