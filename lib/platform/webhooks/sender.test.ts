import type { LookupFunction } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StubReceiver, startStubReceiver } from "@/tests/support/stub-receiver";
import { createWebhookSender } from "./sender";
import type { WebhookTargets } from "./targets";

let receiver: StubReceiver;
beforeEach(async () => {
  receiver = await startStubReceiver();
});
afterEach(() => receiver.stop());

const message = { secrets: [`whsec_${Buffer.alloc(32, 7).toString("base64")}`], id: "1", at: new Date(), body: "{}" };
const refusal = "The address leads into a private network, which is not allowed";

function leadingTo(address: string): LookupFunction {
  return (_host, options, done) => {
    const family = address.includes(":") ? 6 : 4;
    if (options.all) (done as (error: null, found: object[]) => void)(null, [{ address, family }]);
    else done(null, address, family);
  };
}

function post(url: string, targets: WebhookTargets, lookup?: LookupFunction) {
  const sender = createWebhookSender({ targets, patienceMilliseconds: 2_000, ...(lookup ? { lookup } : {}) });
  return sender.send({ ...message, url });
}

describe("a webhook that may reach the public internet only", () => {
  it.each([
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.1.2.3/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://①②⑦.0.0.1/",
    "https://127。0。0。1/",
    "https://a.localhost/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[100::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::127.0.0.1]/",
    "https://[::169.254.169.254]/",
    "https://[::8.8.8.8]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[fec0::1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://db/",
    "https://db.internal/",
    "https://localhost./",
    "https://localhost../",
    "https://127.0.0.1./",
    "https://db./",
    "https://a.localhost./",
    "https://db.internal./",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[2001:2::1]/",
    "https://[2001:20::1]/",
    "https://[4000::1]/",
    "https://[8000::1]/",
  ])("is refused %s before anything is sent", async (url) => {
    expect(createWebhookSender({ targets: "public" }).problemWith(url)).toBe("webhook_private");
    expect(await post(url, "public")).toMatchObject({ status: null, error: refusal });
  });

  it("is refused http:", () => {
    const { problemWith } = createWebhookSender({ targets: "public" });
    expect(problemWith("http://company.example/")).toBe("webhook_url");
    expect(problemWith("https://company.example/hook")).toBeNull();
  });

  it.each([
    "127.0.0.1",
    "10.0.0.7",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.1",
    "::7f00:1",
    "::a00:7",
    "fd00::1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "::ffff:10.0.0.7",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fec0::1",
    "fe80::1",
    "fd00:ec2::254",
    "100::1",
    "ff02::1",
    "::",
    "0.0.0.0",
    "100.64.0.1",
    "172.31.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "2001:db8::1",
    "2001:2::1",
    "2001:20::1",
    "4000::1",
    "8000::1",
  ])("is refused %s as it is written, and a name that turns out to mean it when it connects", async (address) => {
    const host = address.includes(":") ? `[${address}]` : address;
    expect(createWebhookSender({ targets: "public" }).problemWith(`https://${host}/`)).toBe("webhook_private");
    expect(await post("https://company.example/", "public", leadingTo(address))).toMatchObject({
      status: null,
      error: refusal,
    });
  });
});

describe("a webhook of a developer's machine", () => {
  it("reaches that machine, and no other network", async () => {
    expect(await post(receiver.url, "loopback")).toMatchObject({ status: 204, error: null });
    const { problemWith } = createWebhookSender({ targets: "loopback" });
    expect(problemWith("http://10.0.0.1/")).toBe("webhook_url");
    expect(problemWith("http://127.0.0.2/")).toBe("webhook_private");
    for (const url of ["http://localhost./", "http://localhost:3000/", "http://[::1]/"]) {
      expect(problemWith(url), url).toBeNull();
    }
    expect(await post("https://company.example/", "loopback", leadingTo("127.0.0.2"))).toMatchObject({
      error: refusal,
    });
    expect(await post("https://company.example/", "loopback", leadingTo("10.0.0.7"))).toMatchObject({ error: refusal });
  });
});

describe("a webhook that may reach private networks", () => {
  it("is refused addresses that lead nowhere, as they are written and when it connects", async () => {
    const { problemWith } = createWebhookSender({ targets: "private" });
    expect(problemWith("http://10.0.0.1/")).toBeNull();
    expect(problemWith("http://db/")).toBeNull();
    for (const address of ["0.0.0.0", "::"]) {
      expect(problemWith(`http://${address === "::" ? "[::]" : address}/`), address).toBe("webhook_private");
      const answer = await post("https://company.example/", "private", leadingTo(address));
      expect(answer, address).toMatchObject({ status: null, error: refusal });
    }
  });
});

describe("what comes back", () => {
  it("is not followed when it is a redirect", async () => {
    receiver.answer = { status: 302, location: `${receiver.url}/elsewhere` };
    expect(await post(receiver.url, "private")).toMatchObject({ status: 302, error: "HTTP 302" });
    expect(receiver.received).toHaveLength(1);
  });

  it("is read no further than the first KiB", async () => {
    receiver.answer = { status: 200, body: "y".repeat(3_000_000) };
    const { status, response } = await post(receiver.url, "private");
    expect([status, response?.length]).toEqual([200, 1024]);
  });

  it("is waited for no longer than the patience lasts", async () => {
    receiver.answer = "hang";
    const sender = createWebhookSender({ targets: "private", patienceMilliseconds: 50 });
    expect(await sender.send({ ...message, url: receiver.url })).toMatchObject({
      status: null,
      error: "No answer in time",
      response: null,
    });
  });

  it("is said in words when nobody is there", async () => {
    const { url } = receiver;
    await receiver.stop();
    const answer = await post(url, "private");
    expect(answer).toMatchObject({ status: null, error: expect.stringMatching(/^No connection: .*ECONNREFUSED/) });
    receiver = await startStubReceiver();
  });
});
