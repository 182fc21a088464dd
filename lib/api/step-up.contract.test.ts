import { describe, expect, it } from "vitest";
import { guardedBody, realIdIn } from "@/tests/support/acceptable-requests";
import { type ApiRoute, compatRoutes, nativeRoutes } from "@/tests/support/api-routes";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, type TestUser, totpCode, turnOnMfa } from "@/tests/support/factories";
import { digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import type { Method } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { type Prover, proverOf, ways } from "@/tests/support/renewals";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { compatApis } from "./apis";

const late = { minutes: 11 };
const asksForProof = "403 STEP_UP_REQUIRED";

/** Also need a recent second factor with MFA. */
const takesPassword = ["POST /dashboard/auth/change-password", "DELETE /dashboard/auth/account"];
const takesBoth = "POST /dashboard/auth/mfa/disable";
const renewing = "POST /dashboard/auth/change-password";
const ending = "POST /dashboard/auth/logout-everywhere";

const acts = nativeRoutes.filter(({ name, needsStepUp }) => needsStepUp && name !== takesBoth);

function inOrder(isProven: boolean): ApiRoute[] {
  const order = isProven ? ["", renewing, ending] : ["", ending, renewing];
  const placeOf = ({ name }: ApiRoute) => (order.includes(name) ? order.indexOf(name) : 0);
  return acts.toSorted((one, other) => placeOf(one) - placeOf(other));
}

async function perform(act: ApiRoute, { api, user }: Prover, world: Inhabited): Promise<string> {
  const [method = "", path = ""] = act.name.split(" ");
  const body = guardedBody(act.name, world);
  const json = takesPassword.includes(act.name) ? { ...(body as object), currentPassword: user.password } : body;
  const answer = await api.send(method as Method, path.replace("{id}", realIdIn(act.name, world)), { json });
  return `${answer.status}${answer.error ? ` ${answer.error.code}` : ""}`;
}

async function withMfa(test: TestContext, user: TestUser, isOn: boolean): Promise<TestUser> {
  return isOn ? { ...user, ...(await turnOnMfa(test.ctx, user.id)) } : user;
}

/** Proofs are eleven minutes old. */
async function lateProvers(world: Inhabited, isMfaOn: boolean): Promise<Record<"owner" | "admin", Prover>> {
  const { test } = world;
  const owner = await proverOf(test, await withMfa(test, world.owner, isMfaOn));
  const ada = await createUser(test, { name: "Ada Late", isAdmin: true });
  const admin = await proverOf(test, await withMfa(test, ada, isMfaOn));
  test.clock.advance(late);
  return { owner, admin };
}

describe("every act that needs a recent proof", { timeout: 60_000 }, () => {
  const table = [false, true].flatMap((isMfaOn) =>
    Object.entries(ways)
      .filter(([, { needsMfa }]) => isMfaOn || !needsMfa)
      .map(([name, way]) => ({ mfa: isMfaOn ? "on" : "off", name, way, isMfaOn })),
  );

  it.each(table)("with MFA $mfa, after $name: goes by the factor that this account needs", async ({ way, isMfaOn }) => {
    const world = await inhabited();
    const provers = await lateProvers(world, isMfaOn);
    for (const prover of Object.values(provers)) await way.prove(prover, isMfaOn);
    const isProven = isMfaOn ? way.second : way.first;
    const { attempt_budgets: _counted, ...before } = await digests(world.test);
    const found: string[] = [];
    for (const act of inOrder(isProven)) {
      const answer = await perform(act, act.access === "user" ? provers.owner : provers.admin, world);
      const proves = isProven || (!isMfaOn && takesPassword.includes(act.name));
      const fits = isDue(act, isMfaOn) ? (answer === asksForProof) === !proves : answer.startsWith("409");
      if (!fits) found.push(`${act.name}: ${answer}`);
    }
    expect(found).toEqual([]);
    if (!isProven && isMfaOn) expect(await digests(world.test)).toMatchObject(before);
  });

  function isDue({ name }: ApiRoute, isMfaOn: boolean): boolean {
    if (name === "POST /dashboard/auth/mfa/setup") return !isMfaOn;
    return name !== "POST /dashboard/auth/mfa/recovery-codes" || isMfaOn;
  }
});

describe("what takes its proof in its own body, where MFA is on", () => {
  const newEmail = "moved@company.example";

  it.each(Object.entries(ways))(
    "after %s: an e-mail change takes the password, and a code or a recent one",
    async (_, way) => {
      const { prover, code } = await lateProver();
      await way.prove(prover, true);
      const { api, user } = prover;
      const alone = await api.post("change-email", { newEmail, currentPassword: user.password });
      expect(alone.error?.code ?? alone.status).toBe(way.second ? 200 : "INVALID_MFA_CODE");
      const wrong = await api.post("change-email", { newEmail, currentPassword: "wrong password", code: await code() });
      expect(wrong.error?.code).toBe("INVALID_CREDENTIALS");
      const both = await api.post("change-email", { newEmail, currentPassword: user.password, code: await code() });
      expect(both.status).toBe(200);
    },
  );

  it.each(Object.entries(ways))(
    "after %s: turning MFA off takes the password and a code, both right",
    async (_, way) => {
      const { prover, code } = await lateProver();
      await way.prove(prover, true);
      const { api, user } = prover;
      const currentPassword = user.password;
      const wrongCode = await api.post("mfa/disable", { currentPassword, code: "000000" });
      expect(wrongCode.error?.code).toBe("INVALID_MFA_CODE");
      const wrongPassword = await api.post("mfa/disable", { currentPassword: "wrong password", code: await code() });
      expect(wrongPassword.error?.code).toBe("INVALID_CREDENTIALS");
      for (const half of [{ currentPassword }, { code: await code() }]) {
        expect((await api.post("mfa/disable", half)).error?.code).toBe("VALIDATION_FAILED");
      }
      expect((await api.post("mfa/disable", { currentPassword, code: await code() })).status).toBe(200);
    },
  );
});

/** Proofs are eleven minutes old. */
async function lateProver() {
  const test = await testContext();
  const prover = await proverOf(test, await createUser(test, { mfa: true }));
  test.clock.advance(late);
  const code = () => {
    test.clock.advance({ seconds: 30 });
    return totpCode(test, prover.user.totpSecret);
  };
  return { prover, code };
}

describe("a bearer token's proofs", () => {
  const bearerActs: Record<string, { body: (user: TestUser, code: string) => object; needs: "first" | "second" }> = {
    "POST /compat/panguard/api/auth/totp/disable": { needs: "second", body: ({ password }) => ({ password }) },
    "DELETE /compat/quazzar/auth/totp": { needs: "first", body: (_, code) => ({ code }) },
    "POST /compat/balance/dashboard/auth/change-password": {
      needs: "second",
      body: ({ password }) => ({ currentPassword: password, newPassword: "EvenStronger2" }),
    },
    "POST /compat/pandora/api/auth/change-password": {
      needs: "second",
      body: ({ password }) => ({ currentPassword: password, newPassword: "an even better secret" }),
    },
  };

  it("are asked for by every act of the other APIs that takes one factor of an account with two", () => {
    const setsUp = /totp\/(setup|provision)$/;
    const declared = compatRoutes.filter(({ name, needsStepUp }) => needsStepUp && !setsUp.test(name));
    expect(Object.keys(bearerActs).sort()).toEqual(declared.map(({ name }) => name).sort());
  });

  it.each(Object.entries(bearerActs))(
    "%s: go by their own time, which nothing but a login renews",
    async (name, act) => {
      const test = await testContext();
      const user = await createUser(test, { mfa: true, isAdmin: true });
      await ownedBy(test, user.id);
      const [method = "", path = ""] = name.split(" ");
      const compat = compatApis.find(({ base }) => path.startsWith(base));
      if (!compat) throw new Error(`${path} belongs to no API`);
      const api = new BearerClient(test, compat);
      const send = async () => {
        test.clock.advance({ seconds: 30 });
        const json = act.body(user, await totpCode(test, user.totpSecret));
        return (await api.send(method as Method, path.slice(compat.base.length), { json })).status;
      };
      api.token = (await signIn(test, user, compat.name)).session.accessToken;
      test.clock.advance(late);
      expect(await send()).toBe(403);
      const session = await test.ctx.db.session.findFirstOrThrow({ where: { audience: compat.name } });
      const now = test.clock.now();
      const other = act.needs === "first" ? { secondFactorAt: now } : { firstFactorAt: now };
      await test.ctx.db.session.update({ where: { id: session.id }, data: other });
      expect(await send()).toBe(403);
      test.clock.advance({ minutes: 3 });
      api.token = (await signIn(test, user, compat.name)).session.accessToken;
      expect(await send()).toBe(200);
    },
  );
});
