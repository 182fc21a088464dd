import { describe, expect, it } from "vitest";
import { createUser } from "@/tests/support/factories";
import { atOnce, codeOf, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { err, ok } from "../kernel/result";
import { attemptCode, attemptPassword } from "./attempt";

async function oneAccount() {
  const test = await testContext();
  const { id } = await createUser(test);
  const password = { act: "step_up" as const, userId: id };
  const code = { ...password, code: "000000" };
  const wrong = async () => err("invalid_credentials");
  const right = async () => ok();
  return {
    test,
    fail: () => attemptPassword(test.ctx, password, wrong),
    failCode: () => attemptCode(test.ctx, code, async () => err("mfa_code_invalid")),
    succeed: () => attemptPassword(test.ctx, password, right),
    succeedCode: () => attemptCode(test.ctx, code, right),
    begin: () => {
      let judge: (thrown: Error | null) => void = () => {};
      const judged = new Promise<void>((resolve, reject) => {
        judge = (thrown) => (thrown ? reject(thrown) : resolve());
      });
      let begun: () => void = () => {};
      const isTaken = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const outcome = attemptPassword(test.ctx, password, async () => {
        begun();
        await judged;
        return err("account_deactivated");
      });
      return { isTaken, judge, outcome };
    },
  };
}

describe("an attempt that is given back", () => {
  it.each(["thrown", "refused for another reason"])("lifts no pause that another one began: %s", async (how) => {
    const { test, fail, succeed, begin } = await oneAccount();
    for (let time = 0; time < 4; time += 1) await fail();
    const slow = begin();
    await slow.isTaken;
    test.clock.advance({ seconds: 31 });
    expect(codeOf(await fail())).toBe("invalid_credentials");
    slow.judge(how === "thrown" ? new Error("overloaded") : null);
    await slow.outcome.catch(() => {});
    expect(await succeed()).toMatchObject({ error: { code: "rate_limited", retryAfterSeconds: 60 } });
    test.clock.advance({ seconds: 60 });
    expect(codeOf(await succeed())).toBe("ok");
  });

  it("lifts the pause that it began itself", async () => {
    const { fail, succeed, begin } = await oneAccount();
    for (let time = 0; time < 4; time += 1) await fail();
    const slow = begin();
    await slow.isTaken;
    expect(codeOf(await succeed())).toBe("rate_limited");
    slow.judge(null);
    await slow.outcome;
    expect(codeOf(await succeed())).toBe("ok");
  });
});

describe("the two budgets", () => {
  it("do not pause each other", async () => {
    const { fail, failCode, succeed, succeedCode } = await oneAccount();
    for (let time = 0; time < 5; time += 1) await fail();
    expect(codeOf(await succeed())).toBe("rate_limited");
    expect(codeOf(await succeedCode())).toBe("ok");
    for (let time = 0; time < 5; time += 1) await failCode();
    expect(codeOf(await succeedCode())).toBe("rate_limited");
  });

  it("do not clear each other", async () => {
    const { test, fail, failCode, succeed, succeedCode } = await oneAccount();
    for (let time = 0; time < 4; time += 1) await failCode();
    expect(codeOf(await succeed())).toBe("ok");
    await failCode();
    expect(codeOf(await succeedCode())).toBe("rate_limited");
    for (let time = 0; time < 4; time += 1) await fail();
    test.clock.advance({ seconds: 30 });
    expect(codeOf(await succeedCode())).toBe("ok");
    await fail();
    expect(codeOf(await succeed())).toBe("rate_limited");
  });

  it("judge five of a burst each", async () => {
    const { fail, failCode } = await oneAccount();
    expect(tally(await atOnce(30, fail))).toEqual({ invalid_credentials: 5, rate_limited: 25 });
    expect(tally(await atOnce(30, failCode))).toEqual({ mfa_code_invalid: 5, rate_limited: 25 });
  });
});
