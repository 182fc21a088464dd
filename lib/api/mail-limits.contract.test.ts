import { describe, expect, it } from "vitest";
import type { MailTemplates } from "@/lib/core/mail";
import { mailLimits } from "@/lib/core/mail-limits";
import { mailSamples } from "@/lib/core/mails/mail-samples";
import {
  accessRequestInput,
  createApproval,
  createUser,
  signInAdmin,
  type TestUser,
  testPassword,
  uniqueEmail,
} from "@/lib/testing/factories";
import { NativeClient } from "@/lib/testing/native-client";
import { atOnce } from "@/lib/testing/outcomes";
import { addMember, asPerson } from "@/lib/testing/team";
import { type TestContext, testContext } from "@/lib/testing/test-context";

type Template = keyof MailTemplates;

/** Whom it mails, and how a stranger or a member causes it once more. */
interface Cause {
  to: string;
  again(time: number): Promise<unknown>;
}

const signUp = { name: "Mal Lory", organization: "Lory Mining", password: "StrangersPick2" };
const [changing, inviting] = ["change-email", "team/invitations"];

/** A member's browser, just signed in. */
async function signedIn(test: TestContext, user: TestUser): Promise<NativeClient> {
  const api = new NativeClient(test);
  await api.signIn(user);
  return api;
}

/** What two members do to one address, in turn. */
async function inTurn(test: TestContext, to: string, path: string, body: (to: string) => object): Promise<Cause> {
  const [first, second] = [await createUser(test), await createUser(test)];
  return {
    to,
    again: async (time) => (await signedIn(test, time % 2 === 0 ? first : second)).post(path, body(to)),
  };
}

/** A request for access by a stranger, who is nobody's customer. */
async function request(test: TestContext, to: string, about = accessRequestInput({})): Promise<void> {
  await new NativeClient(test).post("request-access", { ...about, email: to });
  await test.runJobs();
}

const causes: Partial<Record<Template, (test: TestContext) => Promise<Cause>>> = {
  async "access-requested"(test) {
    const to = uniqueEmail();
    return { to, again: () => request(test, to) };
  },
  async "confirm-request"(test) {
    test.app.config.confirmRequests = true;
    const to = uniqueEmail();
    return { to, again: () => request(test, to) };
  },
  async "request-waiting"(test) {
    const { user } = await signInAdmin(test);
    return { to: user.email, again: () => request(test, uniqueEmail()) };
  },
  async "access-approved"(test) {
    const { email: to } = await createApproval(test);
    return { to, again: () => request(test, to) };
  },
  async "access-rejected"(test) {
    const to = uniqueEmail();
    await test.ctx.db.accessRule.create({
      data: { name: "No", subject: "LIST", patterns: [to], effect: "REJECT", isEnabled: true, position: 1 },
    });
    return { to, again: () => request(test, to) };
  },
  async "already-registered"(test) {
    const { email: to } = await createUser(test);
    return { to, again: () => new NativeClient(test).post("register", { ...signUp, email: to }) };
  },
  async "verify-email"(test) {
    const to = uniqueEmail();
    return {
      to,
      async again(time) {
        const path = time % 2 === 0 ? "register" : "resend-verification-email";
        await new NativeClient(test).post(path, time % 2 === 0 ? { ...signUp, email: to } : { email: to });
        await test.runJobs();
      },
    };
  },
  async "password-reset"(test) {
    const { email: to } = await createUser(test);
    return {
      to,
      async again() {
        await new NativeClient(test).post("request-password-reset", { email: to });
        await test.runJobs();
      },
    };
  },
  async "email-change-confirm"(test) {
    return inTurn(test, uniqueEmail(), changing, (newEmail) => ({ newEmail, currentPassword: testPassword }));
  },
  async "email-change-collision"(test) {
    const { email } = await createUser(test);
    return inTurn(test, email, changing, (newEmail) => ({ newEmail, currentPassword: testPassword }));
  },
  invitation: (test) => inTurn(test, uniqueEmail(), inviting, (email) => ({ email, role: "member" })),
  async "sign-in-paused"(test) {
    const { email: to } = await createUser(test);
    return {
      to,
      async again(time) {
        const headers = { "x-forwarded-for": `198.51.${time}.7` };
        for (let guess = 0; guess < 6; guess += 1) {
          await new NativeClient(test).post("login", { email: to, password: `guess number ${guess}` }, { headers });
        }
        await test.runJobs();
        test.clock.advance({ minutes: 61 });
      },
    };
  },
  async "attempts-failed"(test) {
    const user = await createUser(test);
    return {
      to: user.email,
      async again() {
        const api = await signedIn(test, user);
        for (let guess = 0; guess < 6; guess += 1) await api.post("step-up", { password: `guess number ${guess}` });
        await test.runJobs();
        test.clock.advance({ minutes: 61 });
      },
    };
  },
  async "team-role-changed"(test) {
    const { owner, member } = await team(test);
    const role = (time: number) => ({ role: time % 2 === 0 ? "admin" : "member" });
    return {
      to: member.email,
      again: async (time) => (await signedIn(test, owner)).patch(`team/members/${member.id}`, role(time)),
    };
  },
  async "team-removed"(test) {
    const { owner, member } = await team(test);
    return {
      to: member.email,
      async again() {
        await (await signedIn(test, owner)).delete(`team/members/${member.id}`);
        const { tenantId } = member;
        await test.ctx.db.user.update({ where: { id: member.id }, data: { tenantId, tenantRole: "MEMBER" } });
      },
    };
  },
};

async function team(test: TestContext) {
  const owner = await asPerson(test, await createUser(test));
  const { user: member } = await addMember(test, owner, "member");
  return { owner: owner.user, member };
}

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
