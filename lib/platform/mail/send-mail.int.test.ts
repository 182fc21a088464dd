import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/platform/env";
import { atOnce } from "@/tests/support/outcomes";
import { type StubResend, startStubResend } from "@/tests/support/stub-resend";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { attemptsMax, createMailer } from "./mailer";
import { sendMail } from "./send-mail";
import { chooseTransport } from "./transports";

const to = "jane@company.example";
const token = "Sup3rSecretTokenOfTheMail";
const props = {
  name: "Jane Doe",
  url: `http://localhost:3000/verify-email?token=${token}`,
  expiresAt: new Date("2026-03-03T09:00:00.000Z"),
};

let stub: StubResend;
let test: TestContext;

beforeEach(async () => {
  stub = await startStubResend();
  test = await testContext();
});
afterEach(() => stub.stop());

const mailer = () => createMailer({ secrets: test.ctx.secrets });
const enqueue = () =>
  test.ctx.db.$transaction((tx) => mailer().enqueue(tx, { template: "verify-email", to, locale: "en", props }));

async function queuedMail(): Promise<string> {
  await enqueue();
  const { id } = await test.ctx.db.mail.findFirstOrThrow();
  return id;
}

const rowOf = (id: string) => test.ctx.db.mail.findUniqueOrThrow({ where: { id } });

function deliver(mailId: string, provider: "resend" | "mailbox" = "resend") {
  const transport = chooseTransport(
    provider === "resend" ? { RESEND_API_KEY: "re_test", RESEND_BASE_URL: stub.url } : {},
  );
  return sendMail({ ...test.ctx, env: parseEnv({}) }, transport, mailId);
}

async function jobsWaiting(): Promise<number> {
  const { rowCount } = await test.database.pool.query("SELECT 1 FROM graphile_worker._private_jobs");
  return rowCount ?? 0;
}

describe("writing a mail", () => {
  it("leaves one mail and one job when the transaction commits", async () => {
    const mail = await rowOf(await queuedMail());
    expect(mail).toMatchObject({ to, template: "verify-email", locale: "en", state: "QUEUED", attempts: 0 });
    const { rows } = await test.database.pool.query(
      "SELECT payload, max_attempts, key FROM graphile_worker._private_jobs",
    );
    expect(rows).toEqual([{ payload: { mailId: mail.id }, max_attempts: attemptsMax, key: mail.id }]);
  });

  it("leaves neither when the transaction is rolled back", async () => {
    const rolledBack = test.ctx.db.$transaction(async (tx) => {
      await mailer().enqueue(tx, { template: "verify-email", to, locale: "en", props });
      throw new Error("something else failed");
    });
    await expect(rolledBack).rejects.toThrow("something else failed");
    expect(await test.ctx.db.mail.count()).toBe(0);
    expect(await jobsWaiting()).toBe(0);
  });

  it("shows no token in any row of the mail or its job", async () => {
    await queuedMail();
    const { rows } = await test.database.pool.query(
      "SELECT mails::text AS mail, jobs::text AS job FROM mails, graphile_worker._private_jobs AS jobs",
    );
    expect(rows).toHaveLength(1);
    const written = JSON.stringify(rows);
    expect(written).not.toContain(token);
    expect(written).not.toContain(Buffer.from(token).toString("base64url"));
    expect(written).not.toContain("Jane Doe");
  });
});

describe("sending a mail", () => {
  it("delivers what was asked for, with its dates, and then keeps nothing of it", async () => {
    const id = await queuedMail();
    await deliver(id);
    const [delivery] = stub.deliveries;
    expect(delivery?.headers["idempotency-key"]).toBe(`mail/${id}`);
    expect(delivery?.body).toMatchObject({
      to,
      from: "Foyer <foyer@localhost>",
      subject: "Verify your email for Foyer",
    });
    expect(delivery?.body.text).toContain(props.url);
    expect(delivery?.body.text).toContain("Mar 3, 2026, 09:00 UTC");
    expect(await rowOf(id)).toMatchObject({
      state: "SENT",
      sentAt: test.clock.now(),
      sealedPayload: null,
      attempts: 1,
      lastError: null,
    });
  });

  it("keeps a preview for admins, without the token", async () => {
    const id = await queuedMail();
    await deliver(id);
    const { preview } = await rowOf(id);
    expect(preview).toMatchObject({ subject: "Verify your email for Foyer" });
    expect(JSON.stringify(preview)).toContain("/verify-email?…");
    expect(JSON.stringify(preview)).not.toContain(token);
  });

  it("sends nothing that was taken back", async () => {
    const id = await queuedMail();
    await test.ctx.db.mail.update({ where: { id }, data: { state: "CANCELLED", sealedPayload: null } });
    await deliver(id);
    expect(stub.requests).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: "CANCELLED", attempts: 0 });
  });

  it("delivers once when it is done twice", async () => {
    const id = await queuedMail();
    await deliver(id);
    await deliver(id);
    expect(stub.requests).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ state: "SENT", attempts: 1 });
  });

  it("delivers once when it is done ten times at the same moment", async () => {
    const id = await queuedMail();
    await atOnce(10, () => deliver(id));
    expect(stub.deliveries).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ state: "SENT", lastError: null, sealedPayload: null });
  });

  it("delivers once when the process dies between the provider's yes and our note of it", async () => {
    const id = await queuedMail();
    const { sealedPayload } = await rowOf(id);
    await deliver(id);
    await test.ctx.db.mail.update({ where: { id }, data: { state: "QUEUED", sentAt: null, sealedPayload } });
    await deliver(id);
    expect(stub.requests).toHaveLength(2);
    expect(stub.deliveries).toHaveLength(1);
  });

  it("does nothing for a mail that is not there", async () => {
    await deliver("0199a000-0000-7000-8000-000000000001");
    expect(stub.requests).toEqual([]);
  });
});

describe("a provider that fails", () => {
  it("is noted, keeps the mail sealed for the next try, and is forgiven when that succeeds", async () => {
    test.log.expectProblems();
    const id = await queuedMail();
    const { sealedPayload } = await rowOf(id);
    stub.fault = 500;
    await expect(deliver(id)).rejects.toThrow("The provider is having a bad day");
    stub.fault = 429;
    await expect(deliver(id)).rejects.toThrow("Too many requests");
    expect(await rowOf(id)).toMatchObject({ state: "QUEUED", attempts: 2, sealedPayload, sentAt: null });
    expect((await rowOf(id)).lastError).toMatch(/^Resend: rate_limit_exceeded: /);
    expect(test.log.problems.map(({ fields }) => fields.attempts)).toEqual([1, 2]);
    expect(JSON.stringify(test.log.problems)).not.toContain(token);
    expect(JSON.stringify(test.log.problems)).not.toContain(to);

    stub.fault = null;
    await deliver(id);
    expect(stub.deliveries).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ state: "SENT", attempts: 3, sealedPayload: null });
  });

  it("makes the mail FAILED at the last attempt and not before", async () => {
    test.log.expectProblems();
    const id = await queuedMail();
    stub.fault = 500;
    await test.ctx.db.mail.update({ where: { id }, data: { attempts: attemptsMax - 2 } });
    await expect(deliver(id)).rejects.toThrow();
    expect(await rowOf(id)).toMatchObject({ state: "QUEUED", attempts: attemptsMax - 1 });
    await expect(deliver(id)).rejects.toThrow();
    const failed = await rowOf(id);
    expect(failed).toMatchObject({ state: "FAILED", attempts: attemptsMax, sentAt: null });
    expect(failed.sealedPayload).not.toBeNull();
  });
});

describe("a payload that cannot be opened", () => {
  it("is noted as what it is, and mailed to nobody", async () => {
    test.log.expectProblems();
    await enqueue();
    await enqueue();
    const [one, two] = await test.ctx.db.mail.findMany();
    await test.ctx.db.mail.update({
      where: { id: one?.id ?? "" },
      data: { sealedPayload: two?.sealedPayload ?? null },
    });
    await expect(deliver(one?.id ?? "")).rejects.toThrow();
    expect(stub.requests).toEqual([]);
    expect(await rowOf(one?.id ?? "")).toMatchObject({ state: "QUEUED", attempts: 1, lastError: expect.any(String) });
  });
});

describe("the built-in mailbox", () => {
  it("holds the message as soon as the mail is SENT, and not otherwise", async () => {
    const id = await queuedMail();
    await deliver(id, "mailbox");
    expect(await rowOf(id)).toMatchObject({ state: "SENT", sealedPayload: null });
    const message = await test.ctx.db.mailboxMessage.findUniqueOrThrow({ where: { mailId: id } });
    expect(message).toMatchObject({ to, template: "verify-email", subject: "Verify your email for Foyer" });
    expect(message.text).toContain(props.url);
    expect(message.html).toContain(props.url);
  });

  it("leaves the mail unsent when the message cannot be written", async () => {
    test.log.expectProblems();
    const id = await queuedMail();
    const taken = { mailId: id, from: "a", to: "b", template: "c", subject: "d", html: "e", text: "f" };
    await test.ctx.db.mailboxMessage.create({ data: taken });
    await expect(deliver(id, "mailbox")).rejects.toThrow();
    expect(await rowOf(id)).toMatchObject({ state: "QUEUED", attempts: 1, sentAt: null });
    expect((await rowOf(id)).sealedPayload).not.toBeNull();
  });

  it("gets one message when the mail is sent ten times at the same moment, and nobody complains", async () => {
    const id = await queuedMail();
    await atOnce(10, () => deliver(id, "mailbox"));
    expect(await test.ctx.db.mailboxMessage.count()).toBe(1);
    expect(await rowOf(id)).toMatchObject({ state: "SENT", attempts: 1, lastError: null });
  });
});
