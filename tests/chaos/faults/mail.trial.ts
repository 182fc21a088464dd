import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "./client";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { emptyTheQueue, type Post } from "./post";
import { report } from "./report";
import { openStage, type Stage, until } from "./stage";

const people = 5;
/** Well-formed, never issued. */
const approvalToken = "A".repeat(43);
let stage: Stage;
let crowd: Crowd;

beforeAll(async () => {
  stage = await openStage("mail");
  crowd = new Crowd("mail", stage, new Ledger());
  await crowd.setUp();
});
afterAll(() => stage?.close());

describe("an email provider that fails", () => {
  it.each([
    ["answers 500", { fault: 500 }],
    ["answers 429 with Retry-After", { fault: 429, retryAfter: 2 }],
    ["never answers", { fault: "hang" }],
    ["takes the email and never confirms", { fault: "silence" }],
  ] as const)("changes no answer when it %s and sends every email once afterwards", async (what, fault) => {
    const before = stage.resend.requests.length;
    Object.assign(stage.resend, fault);
    const asked = await ask(`${fault.fault}`);
    await until("a try that fails", () => stage.resend.requests.length > before);
    Object.assign(stage.resend, { fault: null, retryAfter: null });
    await abandonTries();
    await expectDelivered(what, asked);
  });

  it("changes no answer with a closed port and sends every email once afterwards", async () => {
    await stage.resend.stop();
    const asked = await ask("closed");
    await untilFailed();
    await stage.resend.resume();
    await expectDelivered("is down", asked);
  });

  it("changes no answer with an unknown host name and sends every email once afterwards", async () => {
    await stage.product.stop();
    // Never resolves (RFC 2606).
    await stage.start({ RESEND_BASE_URL: "http://mail-provider.invalid" });
    const asked = await ask("nameless");
    await untilFailed();
    await stage.product.stop();
    await stage.start();
    await expectDelivered("has no address (DNS)", asked);
  });
});

async function ask(name: string): Promise<string[]> {
  const emails = Array.from({ length: people }, (_, index) => `mail-${name}-${index}@company-${index}.example`);
  for (const email of emails) {
    const client = new Client(stage.url);
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
  await stage.product.crash();
  await stage.start();
}

async function untilFailed(): Promise<void> {
  await stage.withDatabase((client) =>
    until("a try that failed", async () => {
      const { rows } = await client.query(
        "SELECT id FROM mails WHERE state = 'QUEUED' AND last_error IS NOT NULL LIMIT 1",
      );
      return rows.length > 0;
    }),
  );
}

async function expectDelivered(what: string, asked: string[]): Promise<Post> {
  const post = await emptyTheQueue(stage, crowd);
  expect(crowd.ledger.faults).toEqual([]);
  for (const email of asked) {
    const got = stage.resend.deliveries.filter(({ body }) => body.to.includes(email));
    expect(got, `mails to ${email}`).toHaveLength(1);
  }
  report("others", {
    what: `email provider ${what}`,
    cells: [`answers as always, ${post.deliveries} emails for ${post.causes} causes, ${post.repeated} further tries`],
  });
  return post;
}
