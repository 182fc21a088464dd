import { describe, expect, it } from "vitest";
import { createApproval, registerInput, strangeToken } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { register } from "../accounts/sign-up/register";
import { findInvitation, requestLinkAgain, requestNewInvitation } from "./applicant";
import { revokeApproval } from "./invitation";
import { settleDueRequests } from "./settle";

describe("an invitation", () => {
  it("shows what the sign-up page needs without using the token", async () => {
    const test = await testContext();
    const { email, token, request } = await createApproval(test);
    for (let look = 0; look < 3; look += 1) {
      expect(await findInvitation(test.ctx, token)).toMatchObject({
        state: "open",
        email,
        name: request.name,
        organization: request.organization,
      });
    }
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe("ok");
    expect(await findInvitation(test.ctx, token)).toEqual({ state: "used" });
  });

  it("expires after exactly 14 days", async () => {
    const test = await testContext();
    const { token, email } = await createApproval(test);
    test.clock.advance({ days: 14, seconds: -1 });
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open" });
    test.clock.advance({ seconds: 1 });
    expect(await findInvitation(test.ctx, token)).toEqual({ state: "expired" });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe(
      "registration_requires_approval",
    );
  });

  it("is unknown for a token of another kind", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    const verification = await test.mails.lastToken(email, "verify-email");
    expect(await findInvitation(test.ctx, verification)).toEqual({ state: "unknown" });
    expect(await findInvitation(test.ctx, strangeToken())).toEqual({ state: "unknown" });
  });
});

describe("an address at its limit of invitations", () => {
  const ways = {
    "the expired invitation": ({ test, token }) => requestNewInvitation(test.ctx, { token }),
    "the applicant's page": async ({ test, email }) =>
      requestLinkAgain(test.ctx, { token: await test.mails.lastToken(email, "access-requested") }),
  } satisfies Record<
    string,
    (given: { test: TestContext } & Awaited<ReturnType<typeof createApproval>>) => Promise<unknown>
  >;

  it.each(Object.entries(ways))("gets no other one, and the request stays expired: by %s", async (_, ask) => {
    const test = await testContext({ limits: "mails" });
    const given = await createApproval(test);
    const { id, email } = given.request;
    test.clock.advance({ days: 15 });
    await settleDueRequests(test.ctx);
    for (let more = 0; more < 4; more += 1) await ask({ test, ...given });
    const approved = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    expect(approved.status).toBe("APPROVED");
    await test.ctx.db.accessRequest.update({ where: { id }, data: { status: "EXPIRED" } });
    const before = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    test.clock.advance({ minutes: 1 });
    await ask({ test, ...given });
    expect(await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toEqual(before);
    expect((await test.mails.templatesTo(email)).filter((name) => name === "access-approved")).toHaveLength(1 + 4);
  });
});

describe("asking for a new invitation", () => {
  it("emails a working link to the same address in place of an expired one", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    test.clock.advance({ days: 15 });
    await settleDueRequests(test.ctx);
    expectOk(await requestNewInvitation(test.ctx, { token }));

    const fresh = await test.mails.lastToken(email, "access-approved");
    expect(await findInvitation(test.ctx, fresh)).toMatchObject({ state: "open", email });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: fresh })))).toBe("ok");
  });

  it("does nothing after the approval was revoked, and doesn't reveal it", async () => {
    const test = await testContext();
    const { email, token, admin, request } = await createApproval(test);
    expectOk(await revokeApproval(test.ctx, admin, { id: request.id }));
    expect(codeOf(await requestNewInvitation(test.ctx, { token }))).toBe("ok");
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested", "access-approved"]);
  });

  it("gives the same answer for used, unknown and malformed tokens", async () => {
    const test = await testContext();
    const { email, token } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    const before = await test.mails.all();
    for (const asked of [token, strangeToken(), "x"]) {
      expect(await requestNewInvitation(test.ctx, { token: asked })).toEqual({ ok: true, value: undefined });
    }
    expect(await test.mails.all()).toEqual(before);
  });

  it("leaves one working link of many requested at the same time, and sends at most three emails", async () => {
    const test = await testContext({ limits: "counting" });
    const { email, token, request } = await createApproval(test);
    expect(tally(await atOnce(10, () => requestNewInvitation(test.ctx, { token })))).toEqual({ ok: 10 });
    const open = await test.ctx.db.oneTimeToken.count({
      where: { accessRequestId: request.id, usedAt: null, voidedAt: null },
    });
    expect(open).toBe(1);
    const links = (await test.mails.templatesTo(email)).filter((name) => name === "access-approved");
    expect(links).toHaveLength(1 + 3);
  });
});
