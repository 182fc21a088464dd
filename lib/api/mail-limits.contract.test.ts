import { describe, expect, it } from "vitest";
import { mailLimits } from "@/lib/core/mail/mail-limits";
import { mailSamples } from "@/lib/core/mail/mail-samples";
import { createMailer } from "@/lib/platform/mail/mailer";
import { accessRequestInput, createUser, testPassword, uniqueEmail } from "@/tests/support/factories";
import { causes, inviting, signedIn, signUp, type Template } from "@/tests/support/mail-causes";
import { NativeClient } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";

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

function spellings(
  name = uniqueEmail()
    .split("@")[0]
    ?.replaceAll(/[^a-z0-9]/g, "") ?? "",
): string[] {
  const dotted = [1, 2, 3].map((at) => `${name.slice(0, at)}.${name.slice(at)}`);
  const tagged = ["1", "2", "news", "a.b"].map((tag) => `${name}+${tag}`);
  return [
    ...[name, ...dotted, ...tagged].map((local) => `${local}@gmail.com`),
    `${name}@googlemail.com`,
    `${dotted[0]}+3@googlemail.com`,
  ];
}

const typed: [template: Template, write: (test: TestContext, to: string) => Promise<unknown>][] = [
  ["access-requested", (test, email) => stranger(test, "request-access", { ...accessRequestInput({}), email })],
  ["verify-email", (test, email) => stranger(test, "register", { ...signUp, email })],
  [
    "email-change-confirm",
    async (test, newEmail) =>
      (await signedIn(test, await createUser(test))).post("change-email", { newEmail, currentPassword: testPassword }),
  ],
  [
    "invitation",
    async (test, email) => (await signedIn(test, await createUser(test))).post(inviting, { email, role: "member" }),
  ],
];

async function stranger(test: TestContext, path: string, body: object): Promise<void> {
  await new NativeClient(test).post(path, body);
  await test.runJobs();
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
    // Pauses before the mail limit is reached.
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

  it.each(limited)("$template: ten spellings of one mailbox share it", async ({ template, mails }) => {
    const { ctx, clock } = await begin();
    const mailer = createMailer({ secrets: ctx.secrets, clock });
    const write = (to: string) =>
      ctx.db.$transaction((tx) =>
        mailer.enqueue(tx, { template, to, locale: "en", props: mailSamples(ctx)[template] }),
      );
    const addresses = spellings();
    expect(new Set(addresses).size).toBe(10);
    const ids = [];
    for (let time = 0; time < mails + 10; time += 1) ids.push(await write(addresses[time % 10] ?? ""));
    expect(ids.map((id) => id !== null)).toEqual(ids.map((_, time) => time < mails));
    expect(await write(uniqueEmail())).not.toBeNull();
    const elsewhere = addresses[0]?.replace("gmail.com", "mail.example") ?? "";
    expect(await write(elsewhere)).not.toBeNull();
  });

  it.each(typed)("%s: is shared by ten spellings that people enter", async (template, write) => {
    const test = await begin();
    for (const to of spellings()) await write(test, to);
    expect(await test.ctx.db.mail.count({ where: { template } })).toBe(3);
  });

  it("is kept by twenty spellings at the same moment", async () => {
    const test = await begin();
    const [name] = uniqueEmail().split("@");
    await atOnce(20, (time) =>
      new NativeClient(test).post("register", { ...signUp, email: `${name}+${time}@acme.example` }),
    );
    expect(await test.ctx.db.mail.count({ where: { template: "verify-email" } })).toBe(3);
  });
});

describe("a member who changes their email", () => {
  it("mails five addresses a day at most, whether they have an account or not", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    const api = await signedIn(test, user);
    const { email: taken } = await createUser(test);
    const change = async (newEmail: string) =>
      (await api.post("change-email", { newEmail, currentPassword: testPassword })).status;
    const statuses = [];
    for (let time = 0; time < 8; time += 1) {
      statuses.push(await change(time % 2 === 0 ? uniqueEmail() : taken));
      test.clock.advance({ minutes: 2 });
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    const templates = ["email-change-confirm", "email-change-collision"];
    expect(await test.ctx.db.mail.count({ where: { template: { in: templates } } })).toBe(5);
    const other = await signedIn(test, await createUser(test));
    expect((await other.post("change-email", { newEmail: taken, currentPassword: testPassword })).status).toBe(200);
    test.clock.advance({ hours: 24 });
    await api.signIn(user);
    expect(await change(uniqueEmail())).toBe(200);
  });

  it("loses none of them to a wrong password", async () => {
    const test = await testContext({ limits: "counting" });
    const api = await signedIn(test, await createUser(test));
    const change = async (currentPassword: string) =>
      (await api.post("change-email", { newEmail: uniqueEmail(), currentPassword })).status;
    const before = [];
    for (let time = 0; time < 3; time += 1) before.push(await change("not the password"));
    expect(new Set(before)).toEqual(new Set([401]));
    const after = [];
    for (let time = 0; time < 6; time += 1) after.push(await change(testPassword));
    expect(after).toEqual([200, 200, 200, 200, 200, 429]);
  });
});
