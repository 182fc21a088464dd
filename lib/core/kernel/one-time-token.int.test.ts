import { expect, it } from "vitest";
import { createUser, strangeToken } from "@/tests/support/factories";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { secondsAfter } from "./lifetimes";
import { consumeToken, findToken, hashToken, mintToken, tokenState, voidUserTokens } from "./one-time-token";

async function mintedToken(seconds = 60) {
  const test = await testContext();
  const user = await createUser(test);
  const expiresAt = secondsAfter(test.clock.now(), seconds);
  const { id: userId, email } = user;
  const token = await test.ctx.db.$transaction((tx) =>
    mintToken(tx, { purpose: "PASSWORD_RESET", email, userId, expiresAt }),
  );
  const consume = (options: { purpose?: "EMAIL_CHANGE"; email?: string; token?: string } = {}) =>
    test.ctx.db.$transaction((tx) =>
      consumeToken(tx, options.purpose ?? "PASSWORD_RESET", options.token ?? token, test.clock.now(), options.email),
    );
  return { test, user, token, consume };
}

it("spends a token once, however many ask for it at the same moment", async () => {
  const { consume } = await mintedToken();
  const spent = await atOnce(20, () => consume());
  expect(spent.filter((row) => row !== null)).toHaveLength(1);
});

it("keeps a token's hash only", async () => {
  const { test, token } = await mintedToken();
  const row = await test.ctx.db.oneTimeToken.findFirstOrThrow();
  expect(Buffer.from(row.tokenHash)).toEqual(Buffer.from(hashToken(token)));
  expect(JSON.stringify(row)).not.toContain(token);
});

it("does not spend a token for another purpose, nor for another address", async () => {
  const { consume, user } = await mintedToken();
  expect(await consume({ purpose: "EMAIL_CHANGE" })).toBeNull();
  expect(await consume({ email: "somebody@else.example" })).toBeNull();
  expect(await consume({ email: user.email })).not.toBeNull();
});

it.each([
  ["a token that was never issued", strangeToken()],
  ["a shorter string", "abc"],
  ["a string with a NUL", "\u0000".repeat(43)],
  ["SQL", "' OR 1=1 --"],
  ["nothing", ""],
])("finds nothing for %s", async (_, token) => {
  const { consume, test } = await mintedToken();
  expect(await consume({ token })).toBeNull();
  expect(await findToken(test.ctx.db, "PASSWORD_RESET", token)).toBeNull();
});

it("lets a token go at its last moment, not before", async () => {
  const { test, consume, token } = await mintedToken(60);
  test.clock.advance({ seconds: 59, milliseconds: 999 });
  expect(tokenState(await findToken(test.ctx.db, "PASSWORD_RESET", token), test.clock.now())).toBe("open");
  test.clock.advance({ milliseconds: 1 });
  expect(tokenState(await findToken(test.ctx.db, "PASSWORD_RESET", token), test.clock.now())).toBe("expired");
  expect(await consume()).toBeNull();
});

it("withdraws the tokens of a purpose and leaves the others", async () => {
  const { test, user, consume } = await mintedToken();
  await test.ctx.db.$transaction((tx) => voidUserTokens(tx, user.id, ["EMAIL_CHANGE"], test.clock.now()));
  await test.ctx.db.$transaction((tx) => voidUserTokens(tx, user.id, ["PASSWORD_RESET"], test.clock.now()));
  expect(await consume()).toBeNull();
});

it("gives a token back when the transaction that spent it fails", async () => {
  const { test, token, consume } = await mintedToken();
  const failing = test.ctx.db.$transaction(async (tx) => {
    await consumeToken(tx, "PASSWORD_RESET", token, test.clock.now());
    throw new Error("later step failed");
  });
  await expect(failing).rejects.toThrow("later step failed");
  expect(await consume()).not.toBeNull();
});
