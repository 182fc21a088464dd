import { describe, expect, it } from "vitest";
import { limitRules } from "@/lib/core/kernel/limits";
import type { HashTurn } from "@/lib/core/kernel/ports";
import type { Audience } from "@/lib/core/sessions/audiences";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { ownedBy } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createApi } from "./create-api";

interface Act {
  name: string;
  audience: Audience;
  body(password: string): object;
  mfa?: true;
}

const current = (currentPassword: string) => ({ currentPassword });
const changed = (currentPassword: string) => ({ currentPassword, newPassword: "EvenStronger2" });

const acts: Act[] = [
  { name: "POST /dashboard/auth/step-up", audience: "pacspace", body: (password) => ({ password }) },
  { name: "POST /dashboard/auth/change-password", audience: "pacspace", body: changed },
  {
    name: "POST /dashboard/auth/change-email",
    audience: "pacspace",
    body: (password) => ({ ...current(password), newEmail: "new@company.com" }),
  },
  {
    name: "POST /dashboard/auth/mfa/disable",
    audience: "pacspace",
    body: (password) => ({ ...current(password), code: "123456" }),
    mfa: true,
  },
  {
    name: "DELETE /dashboard/auth/account",
    audience: "pacspace",
    body: (password) => ({ ...current(password), confirmation: "delete" }),
  },
  { name: "POST /compat/balance/dashboard/auth/change-password", audience: "balance", body: changed },
  {
    name: "POST /compat/panguard/api/auth/totp/disable",
    audience: "panguard",
    body: (password) => ({ password }),
    mfa: true,
  },
  {
    name: "POST /compat/pandora/api/auth/change-password",
    audience: "pandora",
    body: changed,
  },
];

function noting(test: TestContext) {
  const turns: HashTurn[] = [];
  const { hasher } = test;
  const verify = (hash: string | null, password: string, turn: HashTurn) => {
    turns.push(turn);
    return hasher.verify(hash, password, turn);
  };
  return { api: createApi({ ...test.app, hasher: { ...hasher, hash: hasher.hash.bind(hasher), verify } }), turns };
}

async function sessionOf(test: TestContext, { audience }: Act, user: TestUser): Promise<Record<string, string>> {
  const { accessToken } = (await signIn(test, user, audience)).session;
  if (audience !== "pacspace") return { authorization: `Bearer ${accessToken}` };
  return { cookie: `foyer_access=${accessToken}`, "x-pacspace-csrf": "1", origin: "http://localhost:3000" };
}

async function ask(api: ReturnType<typeof createApi>, act: Act, session: Record<string, string>, password: string) {
  const [method = "", path = ""] = act.name.split(" ");
  const headers = { "content-type": "application/json", "x-forwarded-for": "203.0.113.20", ...session };
  return api.request(`http://localhost:3000${path}`, { method, headers, body: JSON.stringify(act.body(password)) });
}

async function personFor(test: TestContext, { mfa }: Act): Promise<TestUser> {
  const user = await createUser(test, { mfa: mfa ?? false });
  await ownedBy(test, user.id);
  return user;
}

describe.each(acts)("$name", (act) => {
  it("checks the password on its account's behalf, not as a sign-in", async () => {
    const test = await testContext();
    const user = await personFor(test, act);
    const { api, turns } = noting(test);
    await ask(api, act, await sessionOf(test, act, user), "a wrong password");
    expect(turns).toEqual([{ account: user.id, address: "203.0.113.20", isSignIn: false }]);
  });

  it("checks no password of an account beyond its limit a minute, whatever session asks", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await personFor(test, act);
    for (let taken = 0; taken < limitRules.passwordCheck.points; taken += 1) {
      await test.app.limits.consume("passwordCheck", user.id);
    }
    const { api, turns } = noting(test);
    const refused = await ask(api, act, await sessionOf(test, act, user), user.password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(turns).toEqual([]);
  });
});

describe.each(acts)("$name, of one session beyond its limit a minute", (act) => {
  it("is refused there, and goes on in the account's other sessions", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await personFor(test, act);
    const thief = await sessionOf(test, act, user);
    // A code works once.
    test.clock.advance({ seconds: 31 });
    const owner = { ...(await sessionOf(test, act, user)), "x-forwarded-for": "203.0.113.21" };
    const [first] = await test.ctx.db.session.findMany({ where: { userId: user.id }, orderBy: { createdAt: "asc" } });
    for (let taken = 0; taken < limitRules.passwordCheckOfSession.points; taken += 1) {
      await test.app.limits.consume("passwordCheckOfSession", first?.id ?? "");
    }
    const { api, turns } = noting(test);
    for (let time = 0; time < limitRules.passwordCheck.points; time += 1) {
      expect((await ask(api, act, thief, user.password)).status).toBe(429);
    }
    expect(turns).toEqual([]);
    await ask(api, act, owner, user.password);
    expect(turns.length).toBeGreaterThan(0);
  });
});

it("lets people sign in to an account whose limit of other checks is used up", async () => {
  const test = await testContext({ limits: "counting" });
  const user = await createUser(test);
  for (let taken = 0; taken < 100; taken += 1) await test.app.limits.consume("passwordCheck", user.id);
  await signIn(test, user);
});

it("judges no more passwords of one account at a time than may fail without a pause, however many sessions ask", async () => {
  const test = await testContext();
  const user = await createUser(test);
  const [act] = acts;
  if (!act) throw new Error("there is no act");
  const sessions = await Promise.all(Array.from({ length: 12 }, () => sessionOf(test, act, user)));
  let judging = 0;
  let most = 0;
  let letGo: () => void = () => undefined;
  const four = new Promise<void>((done) => {
    letGo = done;
  });
  const verify = async (...given: Parameters<typeof test.hasher.verify>) => {
    judging += 1;
    most = Math.max(most, judging);
    if (judging === 4) letGo();
    await four;
    const matches = await test.hasher.verify(...given);
    judging -= 1;
    return matches;
  };
  const api = createApi({ ...test.app, hasher: { ...test.hasher, verify } });
  const answers = await Promise.all(sessions.map((session) => ask(api, act, session, user.password)));
  expect(answers.map(({ status }) => status)).toEqual(sessions.map(() => 200));
  expect(most).toBe(4);
});
