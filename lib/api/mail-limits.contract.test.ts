import { describe, expect, it } from "vitest";
import { mailLimits } from "@/lib/core/mail-limits";
import { mailSamples } from "@/lib/core/mails/mail-samples";
import { createUser, uniqueEmail } from "@/lib/testing/factories";
import { causes, inviting, signedIn, signUp, type Template } from "@/lib/testing/mail-causes";
import { NativeClient } from "@/lib/testing/native-client";
import { atOnce } from "@/lib/testing/outcomes";
import { type TestContext, testContext } from "@/lib/testing/test-context";

const limited = Object.entries(mailLimits).flatMap(([template, limit]) =>
  "unlimited" in limit ? [] : [{ template: template as Template, ...limit }],
);

const slowed = new Set<Template>(["sign-in-paused", "attempts-failed"]);

async function begin() {
  return testContext({ limits: "mails", config: { signup: "open" } });
}

function written(test: TestContext, template: Template, to: string): Promise<number> {
  return test.ctx.db.mail.count({ where: { template, to } });
}

describe("an address's share of mails", () => {
  it("is declared for every template: a number with a way to try it, or the reason why there is none", async () => {
    const { ctx } = await begin();
    expect(Object.keys(mailLimits).sort()).toEqual(Object.keys(mailSamples(ctx)).sort());
    expect(Object.keys(causes).sort()).toEqual(limited.map(({ template }) => template).sort());
    for (const limit of Object.values(mailLimits)) {
      if ("unlimited" in limit) expect(limit.unlimited).toMatch(/^[A-Z].{15,}\.$/);
    }
  });

  it.each(limited)("$template: $mails at most, however often it is caused", async ({ template, mails, seconds }) => {
    const test = await begin();
    const cause = await causes[template]?.(test);
    if (!cause) throw new Error(`Nobody causes ${template}`);
    const before = await written(test, template, cause.to);
    for (let time = 0; time < Math.max(10, mails + 3); time += 1) await cause.again(time);
    const after = await written(test, template, cause.to);
    expect(after).toBeGreaterThan(before);
    expect(after).toBeLessThanOrEqual(mails);
    // Guesses are slowed down before there is a mail too many.
    if (slowed.has(template)) return;
    expect(after).toBe(mails);
    test.clock.advance({ seconds });
    await cause.again(0);
    await cause.again(1);
    expect(await written(test, template, cause.to)).toBeGreaterThan(mails);
  });

  it("is kept by twenty at the same moment", async () => {
    const test = await begin();
    const to = uniqueEmail();
    await atOnce(20, () => new NativeClient(test).post("register", { ...signUp, email: to }));
    expect(await written(test, "verify-email", to)).toBe(3);
  });

  it("leaves the links that were mailed within it working", async () => {
    const test = await begin();
    const { email } = await createUser(test);
    const ask = async () => {
      await new NativeClient(test).post("request-password-reset", { email });
      await test.runJobs();
    };
    for (let time = 0; time < 6; time += 1) await ask();
    const token = await test.mails.lastToken(email, "password-reset");
    const reset = { token, password: "another quiet harbour" };
    expect((await new NativeClient(test).post("reset-password", reset)).status).toBe(200);
  });

  it("lets no stranger see that it is used up, and tells a member who invites", async () => {
    const test = await begin();
    const to = uniqueEmail();
    const answers = [];
    for (let time = 0; time < 5; time += 1) {
      const { status, data, headers } = await new NativeClient(test).post("register", { ...signUp, email: to });
      answers.push(JSON.stringify({ status, data, names: [...headers.keys()].sort() }));
    }
    expect(new Set(answers).size).toBe(1);
    const invited = uniqueEmail();
    const statuses = [];
    for (let time = 0; time < 4; time += 1) {
      const { status } = await (await signedIn(test, await createUser(test))).post(inviting, {
        email: invited,
        role: "member",
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([201, 201, 201, 429]);
    expect(await test.ctx.db.invitation.count({ where: { email: invited } })).toBe(3);
  });
});
