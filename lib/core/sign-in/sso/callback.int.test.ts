import { describe, expect, it } from "vitest";
import { arrival, arriveAs, connect, declared, outcomeOf } from "@/tests/support/arrivals";
import { actorOf, createApproval, createUser, signIn, totpCode, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { secondsAfter } from "../../kernel/lifetimes";
import { nativeAudience } from "../../sessions/audiences";
import { verifyLoginMfa } from "../second-step";
import { disconnectIdentity } from "./identities";
import { declareIntent } from "./intent";

async function connected(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const { actor } = await signIn(test, user);
  const said = await connect(test, actor);
  test.clock.advance({ seconds: 30 });
  return { test, user, actor, said };
}

describe("a linked identity", () => {
  it("signs its account in, whatever its address has become", async () => {
    const { test, user, said } = await connected();
    const moved = { ...said, email: "moved@elsewhere.example", emailVerified: false };
    const { session } = outcomeOf(await arriveAs(test, moved), "session");
    const actor = await actorOf(test, session);
    expect(actor).toMatchObject({ user: { id: user.id }, session: { startedWith: "SSO", amr: ["sso"] } });
    const used = await test.ctx.db.externalIdentity.findFirstOrThrow({ where: { userId: user.id } });
    expect(used.lastUsedAt).toEqual(test.clock.now());
  });

  it("still needs the account's code, and the session says what was given", async () => {
    const { test, user, said } = await connected({ mfa: true });
    const { ticket } = outcomeOf(await arriveAs(test, said), "mfa");
    const wrong = await verifyLoginMfa(test.ctx, { mfaTicket: ticket, code: "000000" }, nativeAudience);
    expect(codeOf(wrong)).toBe("login_code_invalid");
    const code = await totpCode(test, user.totpSecret);
    const { session } = expectOk(await verifyLoginMfa(test.ctx, { mfaTicket: ticket, code }, nativeAudience));
    const { startedWith, amr } = (await actorOf(test, session)).session;
    expect({ startedWith, amr }).toEqual({ startedWith: "SSO", amr: ["sso", "otp"] });
  });

  it("needs no code where the issuer is trusted to have asked for one", async () => {
    const { test, said } = await connected({ mfa: true });
    const { session } = outcomeOf(await arriveAs(test, { ...said, isMfa: true }), "session");
    expect((await actorOf(test, session)).session.amr).toEqual(["sso", "mfa"]);
  });

  it("that is disconnected while its code is typed signs nobody in", async () => {
    const { test, user, actor, said } = await connected({ mfa: true });
    const { ticket } = outcomeOf(await arriveAs(test, said), "mfa");
    const identity = await test.ctx.db.externalIdentity.findFirstOrThrow({ where: { userId: user.id } });
    expectOk(await disconnectIdentity(test.ctx, actor, { id: identity.id }));
    const code = await totpCode(test, user.totpSecret);
    const late = await verifyLoginMfa(test.ctx, { mfaTicket: ticket, code }, nativeAudience);
    expect(codeOf(late)).toBe("mfa_ticket_invalid");
  });

  it("of a deactivated account is refused, and that is on record", async () => {
    const { test, user, said } = await connected();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(codeOf(await arriveAs(test, said))).toBe("account_deactivated");
    expect(await test.ctx.db.auditEvent.count({ where: { action: "login.failed", subjectId: user.id } })).toBe(1);
  });

  it.each([
    ["provider", { provider: "github", issuer: "" }],
    ["issuer", { issuer: "https://another-issuer.example" }],
  ])("isn't known by its subject at another %s", async (_, elsewhere) => {
    const { test, said } = await connected();
    expect(codeOf(await arriveAs(test, { ...said, ...elsewhere, email: null }))).toBe("sso_refused");
    const { actor } = await signIn(test, await createUser(test));
    outcomeOf(await arriveAs(test, declared(test, actor, "connect", { ...said, ...elsewhere })), "connected");
  });
});

describe("an unknown identity", () => {
  it.each([
    ["an address that the provider did not verify", { emailVerified: false }],
    ["no address", { email: null }],
    ["something that is no address", { email: '"e@evil.example"@victim.example' }],
    ["no subject", { subject: "" }],
    ["an address that nobody approved", {}],
  ])("with %s is refused", async (_what, said) => {
    const test = await testContext();
    const victim = await createUser(test);
    const email = "email" in said || !("emailVerified" in said) ? {} : { email: victim.email };
    expect(codeOf(await arriveAs(test, arrival({ ...email, ...said })))).toBe("sso_refused");
    expect(await test.ctx.db.ssoTicket.count()).toBe(0);
  });

  it("never opens the account of its address: it leads to proving that account", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const outcome = expectOk(await arriveAs(test, arrival({ email: user.email.toUpperCase() })));
    expect(outcome).toEqual({ next: "link", ticket: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await test.ctx.db.session.count()).toBe(0);
    expect(await test.ctx.db.externalIdentity.count()).toBe(0);
  });

  it.each([
    [{ isDeactivated: true }, "account_deactivated"],
    [{ isVerified: false }, "email_not_verified"],
  ])("with the address of an account that is %j is refused like its password", async (options, code) => {
    const test = await testContext();
    const user = await createUser(test, options);
    expect(codeOf(await arriveAs(test, arrival({ email: user.email })))).toBe(code);
  });

  it("of an approved applicant leads to the sign-up; once the approval has run out it does not", async () => {
    const test = await testContext();
    const { email } = await createApproval(test);
    outcomeOf(await arriveAs(test, arrival({ email })), "sign-up");
    test.clock.advance({ days: 14 });
    expect(codeOf(await arriveAs(test, arrival({ email })))).toBe("sso_refused");
  });

  it("needs no approval where anybody may sign up", async () => {
    const test = await testContext({ config: { signup: "open" } });
    outcomeOf(await arriveAs(test, arrival()), "sign-up");
  });
});

describe("connecting from an open session", () => {
  it("links whatever address the identity has, and tells the owner by mail", async () => {
    const { test, user } = await connected();
    expect(await test.mails.last(user.email, "identity-linked")).toMatchObject({ provider: "Acme ID" });
    expect(await test.ctx.db.auditEvent.count({ where: { action: "identity.linked", actorId: user.id } })).toBe(1);
  });

  it("twice is one link and one mail", async () => {
    const { test, user, actor, said } = await connected();
    await connect(test, actor, said);
    expect(await test.mails.templatesTo(user.email)).toEqual(["identity-linked"]);
    expect(await test.ctx.db.externalIdentity.count()).toBe(1);
  });

  it("refuses an identity of somebody else, and of two who race for one gives it to one", async () => {
    const { test, said } = await connected();
    const people = await Promise.all([0, 1].map(async () => (await signIn(test, await createUser(test))).actor));
    const [one, other] = people;
    if (!one || !other) throw new Error("nobody there");
    expect(codeOf(await arriveAs(test, declared(test, one, "connect", said)))).toBe("identity_taken");
    const free = arrival();
    const results = await atOnce(2, (index) =>
      arriveAs(test, declared(test, index === 0 ? one : other, "connect", free)),
    );
    expect(tally(results)).toEqual({ ok: 1, identity_taken: 1 });
  });

  it("needs a recent proof before leaving", async () => {
    const { test, actor } = await connected();
    test.clock.advance({ minutes: 10 });
    const late = { act: "connect", provider: "oidc" } as const;
    expect(codeOf(declareIntent(test.ctx, actor, late))).toBe("step_up_required");
    expect(codeOf(declareIntent(test.ctx, actor, { ...late, act: "prove" }))).toBe("ok");
  });

  it("links nothing without the intent of this very session and provider, nor after ten minutes", async () => {
    const { test, actor } = await connected();
    const stranger = await createUser(test);
    const theirs = (await signIn(test, stranger)).actor;
    const asked = declared(test, theirs, "connect", arrival());
    const [, , expires = "", mac = ""] = asked.intent?.split(".") ?? [];
    const forged = [
      { ...asked, actor },
      { ...asked, intent: null },
      { ...asked, intent: "connect.oidc" },
      { ...asked, intent: `connect.oidc.${Number(expires) + 1}.${mac}` },
      { ...asked, intent: `prove.oidc.${expires}.${mac}` },
      { ...asked, provider: "github" },
    ];
    for (const said of forged) expect(codeOf(await arriveAs(test, said))).toBe("sso_refused");
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await arriveAs(test, asked))).toBe("sso_refused");
    expect(await test.ctx.db.externalIdentity.count()).toBe(1);
  });
});

describe("proving an open session", () => {
  it("renews the proof with an identity of the account", async () => {
    const { test, user, actor, said } = await connected();
    test.clock.advance({ minutes: 11 });
    const { session } = outcomeOf(await arriveAs(test, declared(test, actor, "prove", said)), "proven");
    const renewed = await actorOf(test, session);
    expect(renewed.session).toMatchObject({ firstFactorAt: test.clock.now(), amr: ["pwd", "sso"] });
    expect(await test.ctx.db.auditEvent.count({ where: { action: "session.stepped_up", actorId: user.id } })).toBe(1);
  });

  it("renews nothing for a provider that didn't ask who it is since the browser left", async () => {
    const { test, actor, said } = await connected();
    test.clock.advance({ minutes: 11 });
    const asked = declared(test, actor, "prove", said);
    const left = test.clock.now();
    test.clock.advance({ minutes: 1 });
    const times = { never: null, "a minute before": secondsAfter(left, -60), "just before": secondsAfter(left, -31) };
    for (const [when, authTime] of Object.entries(times)) {
      expect({ when, code: codeOf(await arriveAs(test, { ...asked, authTime })) }).toEqual({
        when,
        code: "sso_not_fresh",
      });
    }
    const { firstFactorAt } = await test.ctx.db.session.findUniqueOrThrow({ where: { id: actor.session.id } });
    expect(firstFactorAt).toEqual(actor.session.firstFactorAt);
    outcomeOf(await arriveAs(test, { ...asked, authTime: secondsAfter(left, -30) }), "proven");
  });

  it("refuses any other identity, and links none", async () => {
    const { test, actor } = await connected();
    const theirs = await createUser(test, { email: uniqueEmail("thief") });
    const taken = await connect(test, (await signIn(test, theirs)).actor, arrival());
    for (const said of [taken, arrival({ email: actor.user.email })]) {
      expect(codeOf(await arriveAs(test, declared(test, actor, "prove", said)))).toBe("sso_refused");
    }
    expect(await test.ctx.db.externalIdentity.count({ where: { userId: actor.user.id } })).toBe(1);
  });
});
