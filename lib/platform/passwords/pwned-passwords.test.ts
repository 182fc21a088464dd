import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StrictLog } from "@/tests/support/strict-log";
import {
  type PwnedFault,
  type StubPwnedPasswords,
  sha1,
  startStubPwnedPasswords,
} from "@/tests/support/stub-pwned-passwords";
import { createPwnedPasswords } from "./pwned-passwords";

const password = "a secret that was in a breach";
let service: StubPwnedPasswords;
let log: StrictLog;

beforeEach(async () => {
  service = await startStubPwnedPasswords();
  service.breached.add(password);
  log = new StrictLog();
});
afterEach(() => service.stop());

const asker = (more = {}) => createPwnedPasswords({ url: service.url, log, ...more });

describe("Pwned Passwords", () => {
  it("learns five hex digits of the hash, asked for padding, and nothing of the password", async () => {
    expect(await asker().isPwned(password)).toBe(true);
    expect(service.requests).toHaveLength(1);
    expect(service.requests[0]).toMatchObject({
      path: `/range/${sha1(password).slice(0, 5)}`,
      headers: { "add-padding": "true", "user-agent": "Foyer" },
    });
    expect(log.problems).toEqual([]);
  });

  it("lets a password pass that no breach holds", async () => {
    expect(await asker().isPwned("a secret that nobody else has")).toBe(false);
    expect(log.problems).toEqual([]);
  });

  it("takes a padding row for what it is", async () => {
    service.fault = { text: `${sha1(password).slice(5)}:0\r\n` };
    expect(await asker().isPwned(password)).toBe(false);
    service.fault = { text: `${sha1(password).slice(5).toLowerCase()}:1\n` };
    expect(await asker().isPwned(password)).toBe(true);
  });

  it("keeps its connections open between passwords", async () => {
    const pwned = asker();
    for (let index = 0; index < 10; index += 1) await pwned.isPwned(`${password} ${index}`);
    expect(service.requests).toHaveLength(10);
    expect(new Set(service.requests.map(({ socket }) => socket)).size).toBeLessThan(4);
  });

  it.each<[string, PwnedFault]>([
    ["is broken", 500],
    ["leads elsewhere", 302],
    ["does not answer", "hang"],
    ["answers nothing", { text: "" }],
    ["answers a web page", { text: "<html><body>Welcome</body></html>" }],
    ["answers with half a list", { text: `${sha1(password).slice(5)}:42\r\n0123` }],
    ["answers endlessly", { text: "0\n".repeat(600_000) }],
  ])("blocks nobody when the service %s, and says so in the log", async (_what, fault) => {
    service.fault = fault;
    expect(await asker({ patience: 300 }).isPwned(password)).toBe(false);
    expect(log.problems).toHaveLength(1);
    expect(JSON.stringify(log.problems)).not.toContain(password);
  });

  it("blocks nobody when the service is away", async () => {
    const pwned = asker();
    await service.stop();
    expect(await pwned.isPwned(password)).toBe(false);
    expect(log.problems).toHaveLength(1);
    service = await startStubPwnedPasswords();
  });

  it("waits no longer than its patience", async () => {
    service.fault = "hang";
    const before = performance.now();
    await asker({ patience: 100 }).isPwned(password);
    expect(performance.now() - before).toBeLessThan(1_400);
  });

  it("complains once a minute", async () => {
    service.fault = 500;
    let now = 0;
    const pwned = asker({ now: () => now });
    const warnings: number[] = [];
    for (now of [0, 1_000, 59_999, 60_000, 61_000]) {
      await pwned.isPwned(password);
      warnings.push(log.problems.length);
    }
    expect(warnings).toEqual([1, 1, 1, 2, 2]);
  });
});
