import { describe, expect, it } from "vitest";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import { actorOf, createApproval, registerInput, strangeToken, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { revokeApproval } from "../../access-requests/invitation";
import { nativeAudience } from "../../sessions/audiences";
import { logIn } from "../../sign-in/log-in";
import { findArrival } from "../../sign-in/sso/find-arrival";
import { disconnectIdentity, getSignInMethods } from "../../sign-in/sso/identities";
import { register, registerOpenly } from "./register";
import { signUpWithSso } from "./sign-up-with-sso";
import { verifyEmail } from "./verify-email";

async function approved(name = "Jane Arrival") {
  const test = await testContext();
  const approval = await createApproval(test);
  const said = arrival({ email: approval.email, name });
  const { ticket } = outcomeOf(await arriveAs(test, said), "sign-up");
  return { test, ...approval, said, ticket };
}

function signUp(test: TestContext, ticket: string) {
  return signUpWithSso(test.ctx, { ticket, name: "Jane Doe", organization: "Green Field" }, nativeAudience);
}

describe("signing up with an identity", () => {
  it("makes a verified account without a password, its tenant and its session", async () => {
    const { test, email, said, ticket, request } = await approved();
    const { session } = expectOk(await signUp(test, ticket));
    const actor = await actorOf(test, session);
    expect(actor).toMatchObject({
      user: { email, name: "Jane Doe", emailVerifiedAt: test.clock.now() },
      tenant: { name: "Green Field", buyerMode: request.buyerMode },
      session: { startedWith: "SSO", amr: ["sso"] },
    });
    const row = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(row).toMatchObject({ status: "REGISTERED", userId: actor.user.id });
    expect(await test.mails.templatesTo(email)).not.toContain("verify-email");
    outcomeOf(await arriveAs(test, said), "session");
    const guess = await logIn(test.ctx, { email, password: "anything at all" }, nativeAudience);
    expect(codeOf(guess)).toBe("invalid_credentials");
  });

  it("fills in what the provider and the request have said", async () => {
    const { test, email, ticket } = await approved("Jane\u0000 <b>\u202eDoe ");
    expect(await findArrival(test.ctx, "SIGN_UP", ticket)).toEqual({
      provider: "Acme ID",
      email,
      name: "Jane b Doe",
      organization: "Green Field",
      buyerMode: "DIRECT_INFERENCE_VENDOR",
      account: null,
    });
  });

  it("twenty times at once, from two arrivals, makes one account", async () => {
    const { test, email, said, ticket } = await approved();
    const second = outcomeOf(await arriveAs(test, said), "sign-up").ticket;
    const results = await atOnce(20, (index) => signUp(test, index % 2 === 0 ? ticket : second));
    expect(tally(results).ok).toBe(1);
    expect(await test.ctx.db.user.count({ where: { email } })).toBe(1);
    expect(await test.ctx.db.externalIdentity.count()).toBe(1);
    expect(await test.ctx.db.tenant.count({ where: { users: { none: {} } } })).toBe(0);
  });

  it("and by the mailed link at once makes one account", async () => {
    const { test, email, token, ticket } = await approved();
    const input = registerInput({ email, approvalToken: token });
    const results = await Promise.all([signUp(test, ticket), register(test.ctx, input)]);
    expect(tally(results).ok).toBe(1);
    expect(await test.ctx.db.user.count({ where: { email } })).toBe(1);
  });

  it("is refused once the approval was withdrawn", async () => {
    const { test, admin, request, ticket } = await approved();
    expectOk(await revokeApproval(test.ctx, admin, { id: request.id }));
    expect(codeOf(await signUp(test, ticket))).toBe("registration_requires_approval");
    expect(await test.ctx.db.externalIdentity.count()).toBe(0);
  });

  it("works for fifteen minutes, once, with its own ticket", async () => {
    const { test, ticket } = await approved();
    expect(codeOf(await signUp(test, strangeToken()))).toBe("token_invalid");
    test.clock.advance({ minutes: 15 });
    expect(codeOf(await signUp(test, ticket))).toBe("token_invalid");
  });
});

const planted = {
  "where anyone may sign up": async () => {
    const test = await testContext({ config: { signup: "open" } });
    const input = registerInput({ email: uniqueEmail(), name: "Mal Lory", organization: "Lory Mining" });
    expectOk(await register(test.ctx, input));
    return { test, input, organization: "Green Field", buyerMode: test.ctx.config.buyerModes[0] };
  },
  "beside an approval that waits": async () => {
    const test = await testContext({ config: { compatSignup: "open" } });
    const { email, request } = await createApproval(test);
    const input = registerInput({ email, name: "Mal Lory", organization: "Lory Mining" });
    expectOk(await registerOpenly(test.ctx, input));
    return { test, input, organization: request.organization, buyerMode: request.buyerMode };
  },
  "with the owner's approval": async () => {
    const test = await testContext();
    const { email, token, request } = await createApproval(test);
    const { organization: _judged, ...rest } = registerInput({ email, approvalToken: token, name: "Mal Lory" });
    expectOk(await register(test.ctx, rest));
    return { test, input: rest, organization: request.organization, buyerMode: request.buyerMode };
  },
};

describe("an account that nobody has verified", () => {
  it.each(Object.entries(planted))("registered %s, becomes the owner's by the provider's proof", async (_, plant) => {
    const { test, input, organization, buyerMode } = await plant();
    const { email, password } = input;
    const link = await test.mails.lastToken(email, "verify-email");
    const before = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
    const said = arrival({ email });
    expect(codeOf(await arriveAs(test, { ...said, emailVerified: false }))).toBe("sso_refused");

    const { ticket } = outcomeOf(await arriveAs(test, said), "sign-up");
    const { session } = expectOk(await signUp(test, ticket));
    expect(await actorOf(test, session)).toMatchObject({
      user: { id: before.id, email, name: "Jane Doe", emailVerifiedAt: test.clock.now() },
      tenant: { name: organization, buyerMode },
    });
    expect(codeOf(await logIn(test.ctx, { email, password }, nativeAudience))).toBe("invalid_credentials");
    expect(codeOf(await verifyEmail(test.ctx, { token: link }))).toBe("token_invalid");
    expect(await test.ctx.db.pendingRegistration.count()).toBe(0);
    expect(await test.ctx.db.tenant.count({ where: { users: { none: {} } } })).toBe(0);
    outcomeOf(await arriveAs(test, said), "session");
  });

  it("takes what a reviewer judged from the approval that it was registered with", async () => {
    const { test, input } = await planted["with the owner's approval"]();
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email: input.email })), "sign-up");
    expect(await findArrival(test.ctx, "SIGN_UP", ticket)).toMatchObject({ organization: "Green Field" });
    const other = { ticket, name: "Jane Doe", organization: "Big Bank" };
    expect(codeOf(await signUpWithSso(test.ctx, other, nativeAudience))).toBe("validation_failed");
    expect((await test.ctx.db.user.findUniqueOrThrow({ where: { email: input.email } })).emailVerifiedAt).toBeNull();
  });

  it("lets nobody in without an approval where one is needed", async () => {
    const test = await testContext({ config: { compatSignup: "open" } });
    const input = registerInput({ email: uniqueEmail() });
    expectOk(await registerOpenly(test.ctx, input));
    expect(codeOf(await arriveAs(test, arrival({ email: input.email })))).toBe("email_not_verified");
  });

  it("verified while its owner signs up stays as it was verified", async () => {
    const { test, input } = await planted["where anyone may sign up"]();
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email: input.email })), "sign-up");
    const token = await test.mails.lastToken(input.email, "verify-email");
    const results = await Promise.all([signUp(test, ticket), verifyEmail(test.ctx, { token })]);
    expect(tally(results).ok).toBe(1);
    const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email: input.email } });
    expect(user.passwordHash === null).toBe(results[0].ok);
  });
});

describe("the last way in", () => {
  it("stays: the only identity of an account without a password cannot be disconnected", async () => {
    const { test, ticket } = await approved();
    const actor = await actorOf(test, expectOk(await signUp(test, ticket)).session);
    const { hasPassword, identities } = await getSignInMethods(test.ctx, actor);
    expect(hasPassword).toBe(false);
    const id = identities[0]?.id ?? "";
    expect(codeOf(await disconnectIdentity(test.ctx, actor, { id }))).toBe("last_way_in");
    await test.ctx.db.externalIdentity.create({
      data: { userId: actor.user.id, provider: "google", subject: "1", email: "" },
    });
    // Google isn't configured, so it doesn't count.
    expect(codeOf(await disconnectIdentity(test.ctx, actor, { id }))).toBe("last_way_in");
    await test.ctx.db.externalIdentity.create({
      data: { userId: actor.user.id, provider: "github", subject: "1", email: "" },
    });
    expect(codeOf(await disconnectIdentity(test.ctx, actor, { id }))).toBe("ok");
    expect(await test.mails.last(actor.user.email, "identity-unlinked")).toMatchObject({ provider: "Acme ID" });
  });
});
