import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "./client";
import { History } from "./history";
import { type Installation, openInstallation, until } from "./installation";
import { Load } from "./load";
import { emptyMailQueue, type MailCounts } from "./mail-queue";
import { report } from "./report";

const people = 5;
/** Well-formed, never issued. */
const approvalToken = "A".repeat(43);
let installation: Installation;
let load: Load;

beforeAll(async () => {
  installation = await openInstallation("mail");
  load = new Load("mail", installation, new History());
  await load.setUp();
});
afterAll(() => installation?.close());

describe("an email provider that fails", () => {
  it.each([
    ["answers 500", { fault: 500 }],
    ["answers 429 with Retry-After", { fault: 429, retryAfter: 2 }],
    ["never answers", { fault: "hang" }],
    ["takes the email and never confirms", { fault: "silence" }],
  ] as const)("changes no answer when it %s and sends every email once afterwards", async (what, fault) => {
    const before = installation.resend.requests.length;
    Object.assign(installation.resend, fault);
    const asked = await ask(`${fault.fault}`);
    await until("a try that fails", () => installation.resend.requests.length > before);
    Object.assign(installation.resend, { fault: null, retryAfter: null });
    await abandonTries();
    await expectDelivered(what, asked);
  });

  it("changes no answer with a closed port and sends every email once afterwards", async () => {
    await installation.resend.stop();
    const asked = await ask("closed");
    await untilFailed();
    await installation.resend.resume();
    await expectDelivered("is down", asked);
  });

  it("changes no answer with an unknown host name and sends every email once afterwards", async () => {
    await installation.product.stop();
    // Never resolves (RFC 2606).
    await installation.start({ RESEND_BASE_URL: "http://mail-provider.invalid" });
    const asked = await ask("nameless");
    await untilFailed();
    await installation.product.stop();
    await installation.start();
    await expectDelivered("has no address (DNS)", asked);
  });
});

async function ask(name: string): Promise<string[]> {
  const emails = Array.from({ length: people }, (_, index) => `mail-${name}-${index}@company-${index}.example`);
  for (const email of emails) {
    const client = new Client(installation.url);
    const body = {
      email,
      name: "Jane",
      organization: "Green",
      buyerMode: "DIRECT_INFERENCE_VENDOR",
      useCase: "Routing.",
    };
    const requested = await client.post("request-access", body);
    expect(requested).toMatchObject({ status: 202, data: {} });
    expect((await client.post("request-password-reset", { email })).status).toBe(200);
    const { useCase: _, ...registration } = body;
    const refused = await client.post("register", { ...registration, password: "correct horse 1", approvalToken });
    expect(refused.code).toBe("REGISTRATION_REQUIRES_APPROVAL");
    expect(requested.milliseconds, "an answer that does not wait for the provider").toBeLessThan(5_000);
  }
  return emails;
}

/** The worker waits half a minute for an answer; a restart is faster. */
async function abandonTries(): Promise<void> {
  await installation.product.crash();
  await installation.start();
}

async function untilFailed(): Promise<void> {
  await installation.withDatabase((client) =>
    until("a try that failed", async () => {
      const { rows } = await client.query(
        "SELECT id FROM mails WHERE state = 'QUEUED' AND last_error IS NOT NULL LIMIT 1",
      );
      return rows.length > 0;
    }),
  );
}

async function expectDelivered(what: string, asked: string[]): Promise<MailCounts> {
  const mails = await emptyMailQueue(installation, load);
  expect(load.history.faults).toEqual([]);
  for (const email of asked) {
    const got = installation.resend.deliveries.filter(({ body }) => body.to.includes(email));
    expect(got, `mails to ${email}`).toHaveLength(1);
  }
  report("others", {
    what: `email provider ${what}`,
    cells: [
      `answers as always, ${mails.deliveries} emails for ${mails.causes} causes, ${mails.repeated} further tries`,
    ],
  });
  return mails;
}
