import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StubResend, startStubResend } from "@/tests/support/stub-resend";
import { type StubSmtp, startStubSmtp } from "@/tests/support/stub-smtp";
import { mailHeaders, type OutgoingMail, type Transport } from "./transport";
import { chooseTransport } from "./transports";

const mail: OutgoingMail = {
  id: "0199a000-0000-7000-8000-000000000001",
  from: "Foyer <foyer@foyer.example>",
  to: "jane@company.example",
  subject: "Bestätigen Sie Ihre Adresse",
  html: '<p>Grüße <a href="https://foyer.example/?a=1&amp;b=2">hier</a></p>',
  text: "Grüße\nhttps://foyer.example/verify-email?token=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz&next=1\n",
};

function transportFor(env: Parameters<typeof chooseTransport>[0], patience?: number): Transport {
  const transport = chooseTransport(env, patience);
  if (!transport) throw new Error("No provider was chosen");
  return transport;
}

describe("the greeting of a mail server", () => {
  it.each([
    ["the host of APP_URL", { APP_URL: "https://foyer.example" }, "", "foyer.example"],
    [
      "the sender's domain where APP_URL has none",
      { APP_URL: "http://localhost:3000", MAIL_FROM: "F <f@acme.example>" },
      "",
      "acme.example",
    ],
    [
      "the sender's domain where APP_URL is an address",
      { APP_URL: "https://10.0.0.4", MAIL_FROM: "f@acme.example" },
      "",
      "acme.example",
    ],
    ["the name in SMTP_URL", { APP_URL: "https://foyer.example" }, "?name=relay.example", "relay.example"],
  ])("is %s", async (_, env, query, greeting) => {
    const smtp = await startStubSmtp();
    await transportFor({ ...env, SMTP_URL: `${smtp.url}/${query}` }).send(mail);
    expect(smtp.messages.map((message) => message.greeting)).toEqual([greeting]);
    await smtp.stop();
  });
});

describe("the choice", () => {
  it("is the built-in mailbox while no provider is configured", () => {
    expect(chooseTransport({})).toBeNull();
  });

  it("is Resend when both are configured", async () => {
    const [resend, smtp] = [await startStubResend(), await startStubSmtp()];
    const env = { RESEND_API_KEY: "re_test", RESEND_BASE_URL: resend.url, SMTP_URL: smtp.url };
    await transportFor(env).send(mail);
    expect([resend.deliveries.length, smtp.messages.length]).toEqual([1, 0]);
    await Promise.all([resend.stop(), smtp.stop()]);
  });
});

describe("Resend", () => {
  let stub: StubResend;
  const transport = (patience?: number) =>
    transportFor({ RESEND_API_KEY: "re_test", RESEND_BASE_URL: stub.url }, patience);

  beforeEach(async () => {
    stub = await startStubResend();
  });
  afterEach(() => stub.stop());

  it("gets the mail, our key and an idempotency key of the mail's own", async () => {
    await transport().send(mail);
    const { id, ...said } = mail;
    expect(stub.requests).toEqual([
      {
        headers: expect.objectContaining({ authorization: "Bearer re_test", "idempotency-key": `mail/${id}` }),
        body: { ...said, headers: mailHeaders },
      },
    ]);
  });

  it("delivers once what is sent again, and each mail of its own", async () => {
    for (const id of ["a", "a", "b"]) await transport().send({ ...mail, id });
    expect(stub.requests.length).toBe(3);
    expect(stub.deliveries.map(({ headers }) => headers["idempotency-key"])).toEqual(["mail/a", "mail/b"]);
  });

  it.each([
    [500, "Resend: internal_server_error: The provider is having a bad day."],
    [429, "Resend: rate_limit_exceeded: Too many requests. You can only make 2 requests per second."],
  ] as const)("is quoted when it answers %i", async (fault, words) => {
    stub.fault = fault;
    await expect(transport().send(mail)).rejects.toThrow(words);
    expect(stub.deliveries).toEqual([]);
  });

  it("is quoted when it refuses our key, without the key", async () => {
    const refused = transportFor({ RESEND_API_KEY: "wrong-key", RESEND_BASE_URL: stub.url }).send(mail);
    await expect(refused).rejects.toThrow(/^Resend: invalid_api_key: API key is invalid$/);
  });

  it("is not waited for without end", async () => {
    stub.fault = "hang";
    await expect(transport(100).send(mail)).rejects.toThrow(/^Resend: /);
    expect(stub.requests.length).toBe(1);
  });

  it("may be away altogether", async () => {
    await expect(
      transportFor({ RESEND_API_KEY: "re_test", RESEND_BASE_URL: await unusedUrl("http") }).send(mail),
    ).rejects.toThrow(/^Resend: /);
  });
});

describe("SMTP", () => {
  let stub: StubSmtp;

  beforeEach(async () => {
    stub = await startStubSmtp();
  });
  afterEach(() => stub.stop());

  it("gets one mail with a text and an HTML part, from and to whom it says", async () => {
    await transportFor({ SMTP_URL: stub.url }).send(mail);
    expect(stub.messages).toHaveLength(1);
    const [message] = stub.messages;
    expect(message?.envelope).toEqual({ from: "foyer@foyer.example", to: ["jane@company.example"] });
    expect(message?.headers).toMatchObject({
      from: "Foyer <foyer@foyer.example>",
      to: "jane@company.example",
      subject: "=?UTF-8?Q?Best=C3=A4tigen_Sie_Ihre_Adresse?=",
    });
    expect(message?.headers["content-type"]).toMatch(/^multipart\/alternative;/);
    expect(message?.parts.map(({ contentType }) => contentType)).toEqual([
      "text/plain; charset=utf-8",
      "text/html; charset=utf-8",
    ]);
    const [text, html] = message?.parts ?? [];
    expect(text?.content.trim()).toBe(mail.text.trim());
    expect(html?.content.trim()).toBe(mail.html);
  });

  it("gets the same Message-ID when a mail is sent again, and another for another mail", async () => {
    for (const id of ["a", "a", "b"]) await transportFor({ SMTP_URL: stub.url }).send({ ...mail, id });
    expect(stub.messages.map(({ headers }) => headers["message-id"])).toEqual([
      "<a@foyer.example>",
      "<a@foyer.example>",
      "<b@foyer.example>",
    ]);
  });

  it("is quoted when it refuses", async () => {
    stub.refusal = "Mailbox is full";
    await expect(transportFor({ SMTP_URL: stub.url }).send(mail)).rejects.toThrow("Mailbox is full");
    expect(stub.messages).toEqual([]);
  });

  it("may be away altogether", async () => {
    await expect(transportFor({ SMTP_URL: await unusedUrl("smtp") }).send(mail)).rejects.toThrow("ECONNREFUSED");
  });

  it("gets no header of a subject's own making", async () => {
    const subject = "Hello\r\nBcc: a@evil.test";
    await transportFor({ SMTP_URL: stub.url }).send({ ...mail, subject });
    expect(stub.messages[0]?.headers).not.toHaveProperty("bcc");
    expect(stub.messages[0]?.envelope.to).toEqual(["jane@company.example"]);
  });
});

async function unusedUrl(scheme: string): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `${scheme}://127.0.0.1:${port}`;
}
