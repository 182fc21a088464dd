import { expect, it } from "vitest";
import { refuseInWords } from "./refusals";

it("calls a missing refresh token what the document calls it, and no other missing field", () => {
  const without = (field: string) =>
    refuseInWords({ code: "validation_failed", fieldErrors: { [field]: ["required"] } });
  expect(without("refreshToken")).toEqual({ status: 400, body: { error: "refresh_token_required" } });
  expect(without("password")).toEqual({ status: 400, body: { error: "validation_failed" } });
});
