import { expect, it } from "vitest";
import { balance } from "./balance/api";
import type { Api } from "./http/api";
import type { ApiError } from "./http/transport-errors";
import { authApi } from "./pacspace/api";
import { pandora } from "./pandora/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";
import { inWireNames } from "./quazzar/serialize";

const bodyOf = (api: Api, error: ApiError) => api.errorOf(error, "request-0001").body;
const validation = (fieldErrors: Record<string, string[]>) => ({ code: "validation_failed" as const, fieldErrors });

it("names the fields that were rejected, in the format of each API", () => {
  const error = validation({ email: ["email"], x: ["unheard_of"] });
  const line = "email: Enter a valid email address. x: This value isn't valid.";
  expect(bodyOf(authApi, error)).toMatchObject({
    error: { fieldErrors: { email: ["Enter a valid email address."], x: ["This value isn't valid."] } },
  });
  expect(bodyOf(balance, error)).toEqual({ statusCode: 400, error: "Bad Request", message: line });
  expect(bodyOf(panguard, error)).toEqual({ ok: false, error: line });
  expect(bodyOf(pandora, error)).toEqual({ error: "validation_failed" });
  expect(bodyOf(quazzar, error)).toEqual({ detail: `Validation error. ${line}`, code: "validation_error" });
});

it("says at the native API how many attempts are left and who has decided", () => {
  expect(bodyOf(authApi, { code: "login_code_invalid", attemptsLeft: 1 })).toMatchObject({
    error: { message: "Incorrect code. 1 attempt left." },
  });
  const decided = { status: "approved", by: "Ana", at: new Date("2026-03-02T09:00:00.000Z") };
  expect(bodyOf(authApi, { code: "request_already_decided", decided })).toMatchObject({
    error: { message: "This request was already decided. Status: approved by Ana at 2026-03-02T09:00:00.000Z." },
  });
});

it("gives the whole password rule of Balance for any part of it that is broken", () => {
  expect(bodyOf(balance, validation({ password: ["password_too_short", "password_rule"] }))).toMatchObject({
    message:
      "password: Use 8 to 32 characters with at least one uppercase letter, one lowercase letter and one number.",
  });
});

it("uses the sentence of the Panguard document for a wrong code", () => {
  expect(bodyOf(panguard, { code: "mfa_code_invalid", fieldErrors: { code: ["totp_code_wrong"] } })).toEqual({
    ok: false,
    error: "Invalid TOTP code. Please try again.",
  });
});

it("has a code of its own for a missing refresh token at Pandora, and for no other missing field", () => {
  expect(bodyOf(pandora, validation({ refreshToken: ["required"] }))).toEqual({ error: "refresh_token_required" });
  expect(bodyOf(pandora, validation({ password: ["required"] }))).toEqual({ error: "validation_failed" });
});

it("uses the field names of the Quazzar document", () => {
  const error = inWireNames(validation({ password: ["password_guessable"] }), { password: "new_password" });
  expect(bodyOf(quazzar, error)).toEqual({
    detail: "Validation error. new_password: This password is too easy to guess. Choose another one.",
    code: "validation_error",
  });
  expect(bodyOf(quazzar, inWireNames({ code: "email_taken" as const }))).toEqual({
    detail: "Email already registered",
    code: "email_taken",
  });
});
