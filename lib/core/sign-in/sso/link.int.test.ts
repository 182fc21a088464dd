import { describe, expect, it } from "vitest";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import { actorOf, createUser, signIn, strangeToken, type TestUser, totpCode } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../../sessions/audiences";
import { findArrival } from "./find-arrival";
import { confirmLink, confirmLinkInSession } from "./link";

async function arrivedAt(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const said = arrival({ email: user.email });
  const { ticket } = outcomeOf(await arriveAs(test, said), "link");
  const confirm = (proof: { password?: string; code?: string } = {}) =>
    confirmLink(test.ctx, { ticket, password: user.password, ...proof }, nativeAudience);
  return { test, user, said, ticket, confirm };
}

async function isLinked({ test, user }: { test: Awaited<ReturnType<typeof testContext>>; user: TestUser }) {
  return (await test.ctx.db.externalIdentity.count({ where: { userId: user.id } })) === 1;
}

describe("linking by the password", () => {
  it("links, signs in and tells the owner; from then on the identity alone signs in", async () => {
    const there = await arrivedAt();
    const { test, user, said, confirm } = there;
    const outcome = expectOk(await confirm());
    if (outcome.next !== "session") throw new Error("no session");
    const { session } = await actorOf(test, outcome.session);
    expect(session).toMatchObject({ startedWith: "SSO", amr: ["sso", "pwd"] });
    expect(await test.mails.templatesTo(user.email)).toEqual(["identity-linked"]);
    expect(await isLinked(there)).toBe(true);
    outcomeOf(await arriveAs(test, said), "session");
  });

  it("shows whose account it is without spending anything", async () => {
    const { test, user, ticket } = await arrivedAt();
    const account = { id: user.id, hasPassword: true, mfaEnabled: false };
    for (let look = 0; look < 2; look += 1) {
      expect(await findArrival(test.ctx, "LINK", ticket)).toMatchObject({
        provider: "Acme ID",
        email: user.email,
        account,
      });
    }
    expect(await findArrival(test.ctx, "SIGN_UP", ticket)).toBeNull();
    expect(await findArrival(test.ctx, "LINK", strangeToken())).toBeNull();
  });

  it("of a wrong password costs an attempt of the account's budget, and not the ticket", async () => {
    const { test, confirm } = await arrivedAt();
    for (let guess = 0; guess < 5; guess += 1) {
      expect(codeOf(await confirm({ password: "not it at all" }))).toBe("invalid_credentials");
    }
    expect(codeOf(await confirm())).toBe("rate_limited");
    test.clock.advance({ minutes: 1 });
    expect(codeOf(await confirm())).toBe("ok");
  });

  it("asks for the code where MFA is on, even of an issuer that is trusted with it once linked", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email: user.email, isMfa: true })), "link");
    const confirm = (code?: string) =>
      confirmLink(
        test.ctx,
        { ticket, password: user.password, ...(code === undefined ? {} : { code }) },
        nativeAudience,
      );
    expect(expectOk(await confirm())).toEqual({ next: "code" });
    expect(codeOf(await confirm("000000"))).toBe("login_code_invalid");
    expect(await isLinked({ test, user })).toBe(false);
    const outcome = expectOk(await confirm(await totpCode(test, user.totpSecret)));
    expect(outcome.next).toBe("session");
    expect(await isLinked({ test, user })).toBe(true);
  });

  it("twenty times at once links once", async () => {
    const { test, confirm } = await arrivedAt();
    const results = await atOnce(20, () => confirm());
    expect(tally(results)).toEqual({ ok: 1, token_invalid: 19 });
    expect(await test.ctx.db.session.count()).toBe(1);
  });

  it("works for fifteen minutes to the second, and never for a deactivated account", async () => {
    const { test, user, confirm } = await arrivedAt();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await confirm())).toBe("account_deactivated");
    await test.ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: null } });
    test.clock.advance({ minutes: 15 });
    expect(codeOf(await confirm())).toBe("token_invalid");
  });
});

describe("linking in the open session of that account", () => {
  it("needs no password while the proof is recent, and nobody else's session will do", async () => {
    const there = await arrivedAt();
    const { test, user, ticket } = there;
    const thief = (await signIn(test, await createUser(test))).actor;
    expect(codeOf(await confirmLinkInSession(test.ctx, thief, { ticket }))).toBe("token_invalid");
    const { actor } = await signIn(test, user);
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await confirmLinkInSession(test.ctx, actor, { ticket }))).toBe("step_up_required");
    test.clock.advance({ minutes: 1 });
    const fresh = (await signIn(test, user)).actor;
    const results = await atOnce(5, () => confirmLinkInSession(test.ctx, fresh, { ticket }));
    expect(tally(results)).toEqual({ ok: 1, token_invalid: 4 });
    expect(await isLinked(there)).toBe(true);
    expect(await test.mails.templatesTo(user.email)).toEqual(["identity-linked"]);
  });
});
