import { describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { testContext } from "@/tests/support/test-context";
import { balance } from "./balance/api";
import { pandora } from "./pandora/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";

async function everywhere() {
  const test = await testContext();
  const user = await createUser(test, { isAdmin: true });
  await ownedBy(test, user.id);
  const native = new NativeClient(test);
  const { email } = user;
  const post = (dialect: typeof balance, path: string, body: (password: string) => object) => {
    const client = new BearerClient(test, dialect);
    return async (password: string) => (await client.post(path, body(password))).status;
  };
  const whole = (password: string) => ({ email, password });
  const ways: Record<string, (password: string) => Promise<number>> = {
    pacspace: async (password) => (await native.another().post("login", whole(password))).status,
    balance: post(balance, "/login", whole),
    panguard: post(panguard, "/login", whole),
    pandora: post(pandora, "/api/auth/login", (password) => ({ password })),
    quazzar: post(quazzar, "/auth/login", whole),
  };
  return { test, user, ways: Object.entries(ways) };
}

describe("guesses over all APIs", () => {
  it("pauses an account at every API after five failures in any of them", async () => {
    const { test, user, ways } = await everywhere();
    for (const [name, logIn] of ways) expect(await logIn("wrong password"), name).toBe(401);
    const judged = { action: "login.failed", details: { path: ["reason"], equals: "wrong_password" } };
    for (const [name, logIn] of ways) {
      const status = await logIn(user.password);
      expect([401, 429], `${name} answers ${status}`).toContain(status);
      await logIn("wrong password");
    }
    expect(await test.ctx.db.auditEvent.count({ where: judged })).toBe(5);
    test.clock.advance({ seconds: 30 });
    for (const [name, logIn] of ways) expect(await logIn(user.password), name).toBe(200);
  });

  it("leaves one attempt after four failures, whichever APIs they came from", async () => {
    const { user, ways } = await everywhere();
    for (const [name, logIn] of ways.toReversed().slice(1)) expect(await logIn("wrong password"), name).toBe(401);
    for (const [name, logIn] of ways) expect(await logIn(user.password), name).toBe(200);
  });
});
