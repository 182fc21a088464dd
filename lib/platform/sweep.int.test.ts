import { expect, it } from "vitest";
import { createUser, uniqueEmail } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { sweep } from "./sweep";

const dayMilliseconds = 24 * 60 * 60 * 1000;

it("removes invitations long past their end, but for those that say since when somebody is in a team", async () => {
  const test = await testContext();
  const { ctx, database } = test;
  const { tenantId } = await createUser(test);
  const ended = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMilliseconds);
  const invitation = (daysAgo: number) => ({
    tenantId,
    email: uniqueEmail(),
    role: "MEMBER" as const,
    expiresAt: ended(daysAgo),
  });
  const recent = await ctx.db.invitation.create({ data: invitation(29) });
  const accepted = await ctx.db.invitation.create({ data: { ...invitation(31), acceptedAt: ended(31) } });
  await ctx.db.invitation.create({ data: invitation(31) });
  await sweep(database.pool);
  const left = await ctx.db.invitation.findMany({ orderBy: { expiresAt: "desc" }, select: { id: true } });
  expect(left.map(({ id }) => id)).toEqual([recent.id, accepted.id]);
});

it("removes what webhooks were told a month ago, but for what still waits", async () => {
  const { ctx, database } = await testContext();
  const webhook = await ctx.db.webhook.create({
    data: { url: "https://company.example/", description: "", events: ["*"], sealedSecret: "" },
  });
  const delivery = (state: "QUEUED" | "DELIVERED" | "FAILED", daysAgo: number) => ({
    webhookId: webhook.id,
    eventId: webhook.id,
    event: `${state} ${daysAgo}`,
    payload: {},
    state,
    createdAt: new Date(Date.now() - daysAgo * dayMilliseconds),
  });
  await ctx.db.webhookDelivery.createMany({
    data: [delivery("DELIVERED", 31), delivery("FAILED", 31), delivery("QUEUED", 31), delivery("FAILED", 29)],
  });
  await sweep(database.pool);
  const left = await ctx.db.webhookDelivery.findMany({ orderBy: { createdAt: "asc" } });
  expect(left.map(({ event }) => event)).toEqual(["QUEUED 31", "FAILED 29"]);
});

it("removes mails after 90 days with what they said, but for what still waits", async () => {
  const { ctx, database } = await testContext();
  const mail = (state: "QUEUED" | "SENT" | "FAILED" | "CANCELLED", daysAgo: number) => ({
    to: "jane@company.example",
    template: `${state} ${daysAgo}`,
    locale: "en",
    state,
    createdAt: new Date(Date.now() - daysAgo * dayMilliseconds),
  });
  const states = ["QUEUED", "SENT", "FAILED", "CANCELLED"] as const;
  await ctx.db.mail.createMany({ data: [89, 91].flatMap((days) => states.map((state) => mail(state, days))) });
  const old = await ctx.db.mail.findFirstOrThrow({ where: { template: "SENT 91" } });
  const said = { from: "", to: old.to, template: old.template, subject: "", html: "", text: "" };
  await ctx.db.mailboxMessage.create({ data: { ...said, mailId: old.id } });
  await sweep(database.pool);
  const left = (await ctx.db.mail.findMany()).map(({ template }) => template);
  expect(left.sort()).toEqual(["CANCELLED 89", "FAILED 89", "QUEUED 89", "QUEUED 91", "SENT 89"]);
  expect(await ctx.db.mailboxMessage.count()).toBe(0);
});

it("removes batch after batch what is over, also beside another sweep, and nothing that lives", async () => {
  const test = await testContext();
  const { ctx, database } = test;
  const { id: userId } = await createUser(test);
  const session = (daysAgo: number) => {
    const at = new Date(Date.now() - daysAgo * dayMilliseconds);
    return {
      userId,
      audience: "native",
      startedWith: "PASSWORD" as const,
      firstFactorAt: at,
      userAgent: "",
      ip: "",
      expiresAt: at,
      refreshExpiresAt: at,
    };
  };
  await ctx.db.session.createMany({ data: Array.from({ length: 57 }, () => session(31)) });
  await ctx.db.session.createMany({ data: Array.from({ length: 12 }, () => session(29)) });
  const budget = (daysAgo: number) => ({
    userId: crypto.randomUUID(),
    device: "stranger",
    updatedAt: new Date(Date.now() - daysAgo * dayMilliseconds),
  });
  await ctx.db.attemptBudget.createMany({ data: [...Array.from({ length: 23 }, () => budget(31)), budget(29)] });
  await Promise.all([sweep(database.pool, { batch: 10 }), sweep(database.pool, { batch: 10 })]);
  expect(await ctx.db.session.count()).toBe(12);
  expect(await ctx.db.attemptBudget.count()).toBe(1);
});

it("leaves the rest to the next sweep when its time is over", async () => {
  const { ctx, database } = await testContext();
  const budget = () => ({ userId: crypto.randomUUID(), device: "stranger", updatedAt: new Date(0) });
  await ctx.db.attemptBudget.createMany({ data: Array.from({ length: 25 }, budget) });
  await sweep(database.pool, { batch: 10, milliseconds: 0 });
  expect(await ctx.db.attemptBudget.count()).toBe(25);
  await sweep(database.pool, { batch: 10 });
  expect(await ctx.db.attemptBudget.count()).toBe(0);
});
