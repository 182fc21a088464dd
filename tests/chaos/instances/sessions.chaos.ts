import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { Caller, textAt } from "./caller";
import { record } from "./figures";
import { type Installation, sized, startInstallation, until } from "./installation";
import { createFirstAdmin, createPeople, mailsTo, type Person, signIn, tokenMailedTo } from "./people";

let installation: Installation;
let admin: Person;
let origins: [string, string];
const directory = inject("runDirectory");

beforeAll(async () => {
  installation = await startInstallation();
  admin = await createFirstAdmin(installation);
  const [a, b] = installation.instances;
  origins = [a.url, b.url];
});

afterAll(() => installation?.stop());

function sides(round: number): [string, string] {
  const [a, b] = origins;
  return round % 2 === 0 ? [a, b] : [b, a];
}

it("shares sign-ins and sign-outs between instances", async () => {
  const rounds = sized(50);
  const people = await createPeople(installation, rounds);
  for (const [round, person] of people.entries()) {
    const [here, there] = sides(round);
    const caller = await signIn(installation.proxy.origin, person, here);
    const cookie = caller.cookieHeader;
    expect(await caller.get("profile", { at: there })).toMatchObject({
      status: 200,
      json: { data: { id: person.id } },
    });
    expect((await caller.post("logout", {}, { at: there })).status).toBe(200);
    for (const at of [here, there]) {
      expect((await caller.get("profile", { at, cookie })).status).toBe(401);
      expect((await caller.post("refresh-token", {}, { at, cookie })).status).toBe(401);
    }
  }
  record(directory, { promised: "sessions", times: `${rounds} sessions`, result: "0 answers of a dead session" });
});

it("ends sessions at both instances after a revocation, a new password and a deletion", async () => {
  const rounds = sized(20);
  const people = await createPeople(installation, rounds);
  const office = await signIn(installation.proxy.origin, admin);
  for (const [round, person] of people.entries()) {
    const [here, there] = sides(round);
    const [first, second, third] = await Promise.all([0, 1, 2].map(() => signIn(installation.proxy.origin, person)));
    if (!first || !second || !third) throw new Error("three sessions");
    const listed = await first.get("sessions", { at: here });
    const { data } = listed.json as { data: { sessions: { id: string; current: boolean }[] } };
    expect(data.sessions).toHaveLength(3);
    const revoked = data.sessions.find(({ current }) => !current)?.id ?? "";
    expect((await first.send("DELETE", `sessions/${revoked}`, { at: here })).status).toBe(200);
    const statuses = await Promise.all(
      [second, third].map(async (caller) => (await caller.get("profile", { at: there })).status),
    );
    expect(statuses.sort()).toEqual([200, 401]);
    const passwords = { currentPassword: person.password, newPassword: "a lantern on the northern pier" };
    expect((await first.post("change-password", passwords, { at: here })).status).toBe(200);
    for (const caller of [second, third]) expect((await caller.get("profile", { at: there })).status).toBe(401);
    expect((await first.get("profile", { at: there })).status).toBe(200);
    const closed = await office.post(
      `/dashboard/admin/users/${person.id}/deactivate`,
      { reason: "Test" },
      { at: here },
    );
    expect(closed.status, closed.body).toBe(200);
    expect((await first.get("profile", { at: there })).status).toBe(401);
  }
  record(directory, { promised: "revocation", times: `${rounds} accounts`, result: "0 answers of a dead session" });
});

it("rotates a refresh token once for concurrent requests at both instances", async () => {
  const rounds = sized(20);
  const parallel = 20;
  const people = await createPeople(installation, rounds);
  for (const person of people) {
    const caller = await signIn(installation.proxy.origin, person);
    const cookie = caller.cookieHeader;
    const [before] = await generationsOf(person);
    const answers = await Promise.all(
      Array.from({ length: parallel }, (_, index) =>
        caller.post("refresh-token", {}, { at: origins[index % 2], cookie }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const successors = new Set(answers.map(({ headers }) => refreshCookieOf(headers["set-cookie"])));
    expect(successors.size).toBe(1);
    expect(await generationsOf(person)).toEqual([Number(before) + 1]);
    expect((await caller.post("refresh-token", {}, { at: origins[0] })).status).toBe(200);
  }
  const times = `${rounds} rounds of ${parallel}`;
  record(directory, { promised: "refresh", times, result: `${rounds} rotations, ${rounds} successors` });
});

async function generationsOf({ id }: Person): Promise<number[]> {
  const rows = await installation.query("SELECT generation FROM sessions WHERE user_id = $1", [id]);
  return rows.map(({ generation }) => Number(generation));
}

function refreshCookieOf(lines: string | string[] | undefined): string {
  const line = [lines ?? []].flat().find((cookie) => cookie.startsWith("foyer_refresh="));
  if (!line) throw new Error("no refresh cookie");
  return line.split(";")[0] ?? "";
}

it("decides a request and uses its invitation once for concurrent requests at both instances", async () => {
  const rounds = sized(10);
  const parallel = 20;
  const { origin } = installation.proxy;
  for (let round = 0; round < rounds; round += 1) {
    const email = `applicant-${round}@green-field-${round}.example`;
    const words = { name: "Jane Applicant", email, organization: "Green Field" };
    const asked = { ...words, buyerMode: "DIRECT_INFERENCE_VENDOR", useCase: "We answer questions." };
    expect((await new Caller(origin).post("request-access", asked)).status).toBe(202);
    const office = await signIn(origin, admin);
    // Recorded after the answer.
    const id = await until(async () => {
      const found = await office.get(`/dashboard/admin/access-requests?q=${encodeURIComponent(email)}`);
      const { items } = (found.json as { data: { items: [{ id: string }] } }).data;
      expect(items).toHaveLength(1);
      return items[0].id;
    });
    const path = `/dashboard/admin/access-requests/${id}/approve`;
    const decisions = await Promise.all(inTurn(parallel, (at) => office.post(path, {}, { at })));
    expect(decisions.map(({ status }) => status).sort()).toEqual([200, ...Array(parallel - 1).fill(409)]);
    const token = await until(() => tokenMailedTo(installation, email));
    const signup = { ...words, password: "an orchard behind the mill", approvalToken: token };
    const accounts = await Promise.all(inTurn(parallel, (at) => new Caller(origin).post("register", signup, { at })));
    expect(accounts.map(({ status }) => status).sort()).toEqual([201, ...Array(parallel - 1).fill(403)]);
    const users = await installation.query("SELECT id FROM users WHERE email = $1", [email]);
    expect(users.map(({ id }) => id)).toEqual([
      textAt(accounts.find(({ status }) => status === 201) ?? noAnswer(), "data.user.id"),
    ]);
    const subjects = await until(() => {
      const mails = mailsTo(installation, email).map(({ body }) => body.subject);
      expect(mails.some((subject) => subject.startsWith("Verify your email"))).toBe(true);
      return mails;
    });
    expect(subjects.filter((subject) => /is approved/.test(subject))).toHaveLength(1);
  }
  const times = `${rounds} rounds of ${parallel}`;
  record(directory, { promised: "approval", times, result: `${rounds} decisions, ${rounds} emails` });
  record(directory, { promised: "registration", times, result: `${rounds} accounts` });
});

function inTurn<Value>(count: number, work: (at: string) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => work(origins[index % 2] ?? ""));
}

function noAnswer(): never {
  throw new Error("nobody registered");
}
