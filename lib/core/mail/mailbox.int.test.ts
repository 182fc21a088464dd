import { expect, it } from "vitest";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { getMailboxMessage, listMailbox } from "./mailbox";

async function deliver({ ctx, clock }: TestContext, to: string, subject: string) {
  clock.advance({ seconds: 1 });
  const createdAt = clock.now();
  return ctx.db.mailboxMessage.create({
    data: {
      from: "Foyer <foyer@localhost>",
      to,
      subject,
      template: "verify-email",
      html: "<p>Hello</p>",
      text: "Hello",
      createdAt,
      mail: { create: { to, template: "verify-email", locale: "en", state: "SENT", createdAt, sentAt: createdAt } },
    },
  });
}

it("lists the newest mail first, of one address when asked", async () => {
  const test = await testContext();
  await deliver(test, "a@company.example", "first");
  await deliver(test, "b@company.example", "second");
  await deliver(test, "a@company.example", "third");
  const subjects = async (to?: string, limit = 10) =>
    (await listMailbox(test.ctx, { to, limit })).map(({ subject }) => subject);
  expect(await subjects()).toEqual(["third", "second", "first"]);
  expect(await subjects("a@company.example")).toEqual(["third", "first"]);
  expect(await subjects(undefined, 1)).toEqual(["third"]);
});

it("opens one message, and finds none for an id that is not one", async () => {
  const test = await testContext();
  const { id } = await deliver(test, "a@company.example", "first");
  expect(expectOk(await getMailboxMessage(test.ctx, { id }))).toMatchObject({ subject: "first", text: "Hello" });
  for (const unknown of ["00000000-0000-7000-8000-000000000000", "1 OR 1=1", ""]) {
    expect(codeOf(await getMailboxMessage(test.ctx, { id: unknown }))).toBe("not_found");
  }
});
