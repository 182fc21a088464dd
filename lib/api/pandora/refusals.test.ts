import { expect, it } from "vitest";
import { type ApiErrorCode, transportCodes } from "@/lib/api/http/transport-errors";
import { errorKinds } from "@/lib/core/errors";
import { refusalOf, refuseInWords } from "./refusals";

it("answers every refusal of the core and of the transport as the golden table says", async () => {
  const codes = [...Object.keys(errorKinds), ...transportCodes] as ApiErrorCode[];
  const table = Object.fromEntries(codes.map((code) => [code, refusalOf({ code })]));
  await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot("golden/refusals.json");
});

it("calls a missing refresh token what the document calls it, and no other missing field", () => {
  const without = (field: string) =>
    refuseInWords({ code: "validation_failed", fieldErrors: { [field]: ["required"] } });
  expect(without("refreshToken")).toEqual({ status: 400, body: { error: "refresh_token_required" } });
  expect(without("password")).toEqual({ status: 400, body: { error: "validation_failed" } });
});
