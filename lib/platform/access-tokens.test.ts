import { describe, expect, it } from "vitest";
import { createAccessTokens } from "./access-tokens";

const now = new Date("2026-03-02T09:00:00.000Z");
const end = new Date("2026-03-02T09:15:00.000Z");
const claims = { userId: "user-1", sessionId: "session-1", audience: "api", expiresAt: end };
const keys = [{ id: "one", bytes: Buffer.alloc(32, 1) }];

async function seen() {
  const tokens = createAccessTokens(keys);
  const token = await tokens.signAccessToken(claims, now);
  expect(await tokens.verifyAccessToken(token, "api", now)).toEqual(claims);
  return { tokens, token };
}

describe("an access token that was verified before", () => {
  it("is good again", async () => {
    const { tokens, token } = await seen();
    expect(await tokens.verifyAccessToken(token, "api", now)).toEqual(claims);
  });

  it("ends when it runs out, to the millisecond as for the first time", async () => {
    const { tokens, token } = await seen();
    const last = new Date(end.getTime() - 1);
    for (const verifier of [tokens, createAccessTokens(keys)]) {
      expect(await verifier.verifyAccessToken(token, "api", end)).toBeNull();
      expect(await verifier.verifyAccessToken(token, "api", last)).toEqual(claims);
    }
  });

  it("is no token of another audience", async () => {
    const { tokens, token } = await seen();
    expect(await tokens.verifyAccessToken(token, "another", now)).toBeNull();
    expect(await tokens.verifyAccessToken(token, "api", now)).toEqual(claims);
  });

  it("vouches for no other token, however alike", async () => {
    const { tokens, token } = await seen();
    const other = token.at(-2) === "A" ? "B" : "A";
    expect(await tokens.verifyAccessToken(`${token.slice(0, -2)}${other}${token.at(-1)}`, "api", now)).toBeNull();
  });
});
