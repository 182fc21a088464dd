import { beforeEach, describe, expect, it } from "vitest";
import { createUser, type TestUser, totpCode } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const wrongPassword = "not the password";
const wrongCode = "000000";

let test: TestContext;
let api: NativeClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
});

describe("somebody who has copied a cookie and knows nothing else", () => {
  async function copied(): Promise<{ owner: NativeClient; thief: NativeClient }> {
    user = await createUser(test, { mfa: true });
    const owner = api.another();
    owner.cookies.set("foyer_device", "A".repeat(43));
    await owner.signIn(user);
    test.clock.advance({ minutes: 1 });
    const thief = api.another();
    for (const [name, value] of owner.cookies) thief.cookies.set(name, value);
    return { owner, thief };
  }
  const codesOfAll = async () => {
    const where = { userId: user.id, device: "code:all" };
    return (await test.ctx.db.attemptBudget.findFirst({ where }))?.failures ?? 0;
  };

  const guesses: Record<string, object[]> = {
    "codes alone": [{ code: wrongCode }],
    "recovery codes alone": [{ code: "AAAA-BBBB-CC" }],
    "passwords alone": [{ password: wrongPassword }],
    "passwords and codes in turn": [{ password: wrongPassword }, { code: wrongCode }, { code: "AAAA-BBBB-CC" }],
  };
  for (const [what, bodies] of Object.entries(guesses)) {
    it(`is paused after five of a kind, and keeps the owner from nothing: ${what}`, async () => {
      const { owner, thief } = await copied();
      const answers: number[] = [];
      for (let time = 0; time < 30; time += 1) {
        answers.push((await thief.post("step-up", bodies[time % bodies.length])).status);
      }
      const kinds = bodies.some((body) => "password" in body) && bodies.length > 1 ? 2 : 1;
      expect(await test.ctx.db.auditEvent.count({ where: { action: "attempt.failed" } })).toBe(5 * kinds);
      expect(answers.slice(5 * bodies.length)).toEqual(Array(30 - 5 * bodies.length).fill(429));
      expect(await codesOfAll()).toBeLessThanOrEqual(5);
      expect((await owner.get("profile")).status, "the copied session").toBe(200);
      const { email, password } = user;
      const signedIn = await owner.post("login", { email, password, code: await totpCode(test, user.totpSecret) });
      expect(signedIn.status).toBe(200);
      test.clock.advance({ seconds: 30 });
      expect((await owner.post("step-up", { code: await totpCode(test, user.totpSecret) })).status).toBe(200);
      expect((await owner.post("step-up", { code: user.recoveryCodes[0] })).status).toBe(200);
      expect(await codesOfAll()).toBe(0);
    });
  }

  it("keeps a client that the account does not know from nothing either", async () => {
    const { thief } = await copied();
    for (let time = 0; time < 10; time += 1) await thief.post("step-up", { code: wrongCode });
    const { email, password } = user;
    const code = await totpCode(test, user.totpSecret);
    expect((await api.another().post("login", { email, password, code })).status).toBe(200);
  });

  it("is judged five times when all guesses come at the same moment", async () => {
    const { thief } = await copied();
    await Promise.all(Array.from({ length: 20 }, () => thief.post("step-up", { code: wrongCode })));
    expect(await test.ctx.db.auditEvent.count({ where: { action: "attempt.failed" } })).toBe(5);
    expect((await thief.get("profile")).status).toBe(200);
  });

  it("loses the session at the twentieth guess, however slowly they come", async () => {
    const { thief } = await copied();
    for (let time = 0; time < 20; time += 1) {
      expect((await thief.get("profile")).status, `before guess ${time + 1}`).toBe(200);
      expect((await thief.post("step-up", { password: wrongPassword })).status).toBe(401);
      await test.ctx.db.$executeRaw`UPDATE attempt_budgets SET blocked_until = NULL`;
    }
    expect((await thief.get("profile")).status).toBe(401);
    const [session] = await test.ctx.db.session.findMany({ where: { userId: user.id } });
    expect(session).toMatchObject({ revokedReason: "too_many_guesses" });
  });
});

it("a right password or code begins the session's count again", async () => {
  user = await createUser(test, { mfa: true });
  await api.signIn(user);
  test.clock.advance({ minutes: 1 });
  for (let round = 0; round < 3; round += 1) {
    for (let time = 0; time < 4; time += 1) await api.post("step-up", { code: wrongCode });
    expect((await api.post("step-up", { code: user.recoveryCodes[round] })).status).toBe(200);
  }
  expect((await api.get("profile")).status).toBe(200);
});
