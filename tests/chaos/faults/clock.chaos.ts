import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkHistory } from "./check-history";
import { Client } from "./client";
import { History } from "./history";
import { type Installation, mailedTokens, openInstallation, until } from "./installation";
import { Load } from "./load";
import { emptyMailQueue } from "./mail-queue";
import { Person } from "./person";
import { cpuSecondsOf } from "./processes";
import { report } from "./report";
import { advance, scenario } from "./scenario";

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** High enough for the test, low enough to be reached. */
const limitScale = 3;
const loginsMax = 10 * limitScale;
const windowSeconds = 60;
const directory = mkdtempSync(join(tmpdir(), "foyer-faults-clock-"));
const clockFile = join(directory, "offset");
const inForceFile = `${clockFile}.in-force`;

let installation: Installation;
let load: Load;
let server: number;

beforeAll(async () => {
  for (const path of [clockFile, inForceFile]) writeFileSync(path, "0");
  installation = await openInstallation("clock", {
    NODE_OPTIONS: `--import=${resolve("tests/chaos/faults/set-clock.mjs")}`,
    FAULT_CLOCK: clockFile,
    RATE_LIMIT_SCALE: String(limitScale),
  });
  server = installation.product.pid;
  load = new Load("clock", installation, new History());
  await load.setUp();
});
afterAll(async () => {
  await installation?.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => setClock(0));
afterEach(async () => {
  expect(installation.product.isRunning()).toBe(true);
  expect(installation.product.pid, "the server that was there before").toBe(server);
  expect(installation.product.log().match(/"status":5\d\d/g), "answers of a server at fault").toBeNull();
  const before = cpuSecondsOf(server);
  await pause(2_000);
  expect(cpuSecondsOf(server) - before, "processor seconds in two seconds without a request").toBeLessThan(1);
});

describe("a clock change", () => {
  it("forward by hours expires what is due and keeps emails and sessions working", async () => {
    const jane = await memberOf("forward");
    const old = await askForReset(jane);
    await setClock(2 * hour);
    expect((await jane.client.get("profile")).status).toBe(401);
    expect(await resetWith(old)).toMatchObject({ status: 400, code: "TOKEN_INVALID" });
    expect((await jane.client.post("refresh-token")).status).toBe(200);
    expect((await jane.client.get("profile")).status).toBe(200);
    await expectResetOnce(jane);
  });

  it("forward by weeks ends every session and lets users sign in again", async () => {
    const jane = await memberOf("weeks");
    await setClock(31 * day);
    expect((await jane.client.get("profile")).status).toBe(401);
    expect((await jane.client.post("refresh-token")).status).toBe(401);
    await expectSignIn(jane);
  });

  it("forward and back revives nothing that was used, replaced or ended", async () => {
    const jane = await memberOf("and-back");
    const [before, old] = [jane.client.copy(), await askForReset(jane)];
    await setClock(3 * hour);
    const spent = await expectResetOnce(jane);
    for (const offset of [0, -3 * hour]) {
      await setClock(offset);
      for (const token of [old, spent]) {
        expect(await resetWith(token)).toMatchObject({ status: 400, code: "TOKEN_INVALID" });
      }
      expect((await before.get("profile")).status).toBe(401);
      expect((await before.post("refresh-token")).status).toBe(401);
      await expectSignIn(jane);
    }
    await expectResetOnce(jane);
  });

  it("back by hours makes no one wait for hours", async () => {
    const jane = await memberOf("limits");
    await setClock(3 * hour);
    const refused = await useUpLogins();
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(windowSeconds);
    await setClock(0);
    const { email, password } = jane;
    await until(
      "a sign-in that is let through",
      async () => (await new Client(installation.url).post("login", { email, password })).status === 200,
      windowSeconds + 10,
    );
  });

  it("delivers every email once and keeps every acknowledged write", async () => {
    const mails = await emptyMailQueue(installation, load);
    await checkHistory(load);
    expect(load.history.faults).toEqual([]);
    report("others", {
      what: "clock set forward by hours and weeks, and back",
      cells: [
        `expired things end, nothing used comes back, no one waits longer than a limit's window, ${mails.deliveries} emails for ${mails.causes} causes`,
      ],
    });
  });
});

/** Written atomically: the server never reads half a number. */
async function setClock(offset: number): Promise<void> {
  if (readFileSync(clockFile, "utf8") === String(offset)) return;
  writeFileSync(`${clockFile}.next`, String(offset));
  renameSync(`${clockFile}.next`, clockFile);
  await until("a clock that is set", () => readFileSync(inForceFile, "utf8") === String(offset));
}

async function memberOf(name: string): Promise<Person> {
  const person = new Person(`${name}@clock-${name}.example`, installation, load.history);
  load.people.push(person);
  const steps = scenario.findIndex(({ name: step }) => step === "setUpMfa");
  await until("an account", async () => {
    await advance(person, load.admin);
    return person.step === steps;
  });
  expect(load.history.faults).toEqual([]);
  return person;
}

async function askForReset(person: Person): Promise<string> {
  const mailed = () => mailedTokens(installation.resend.deliveries, person.email, "reset-password");
  const before = mailed().length;
  person.resetsAsked += 1;
  const { email } = person;
  await person.write("ask for reset", null, () => person.client.post("request-password-reset", { email }));
  return until("a link to reset", () => mailed()[before]);
}

function resetWith(token: string, password = "correct horse battery never") {
  return new Client(installation.url).post("reset-password", { token, password });
}

/** Returns the used link. */
async function expectResetOnce(person: Person): Promise<string> {
  const token = await askForReset(person);
  const password = `correct horse ${token.slice(0, 12)}`;
  expect((await resetWith(token, password)).status).toBe(200);
  person.password = password;
  expect(await resetWith(token)).toMatchObject({ status: 400, code: "TOKEN_INVALID" });
  await expectSignIn(person);
  return token;
}

async function expectSignIn({ client, email, password }: Person): Promise<void> {
  expect((await client.post("login", { email, password })).status).toBe(200);
  expect((await client.get("profile")).status).toBe(200);
}

/** Returns the first 429. */
async function useUpLogins() {
  for (let tries = 0; tries <= loginsMax; tries += 1) {
    const body = { email: `nobody-${tries}@company.example`, password: "not a password" };
    const answer = await new Client(installation.url).post("login", body);
    if (answer.status === 429) return answer;
  }
  throw new Error(`${loginsMax + 1} sign-ins were let through`);
}
