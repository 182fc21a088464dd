import { describe, expect, it } from "vitest";
import { domainOf } from "@/lib/values/domains";
import {
  changeSettings,
  createAccessRequest,
  createUser,
  emailOf,
  signIn,
  signInAdmin,
} from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { type ReviewerActor, requireReviewer } from "../kernel/actors";
import { disconnectIdentity } from "../sign-in/sso/identities";
import { linkIdentity } from "../sign-in/sso/identity";
import { approveAccessRequest } from "./approve";
import { actOnRequests, previewBulk } from "./bulk";

async function reviewerAt(test: TestContext, address: string): Promise<ReviewerActor> {
  const person = await createUser(test, { email: emailOf(address) });
  await test.ctx.db.user.update({ where: { id: person.id }, data: { isReviewer: true } });
  return expectOk(requireReviewer((await signIn(test, person)).actor));
}

const own = [
  ["rita@acme.example", "rita+888502@acme.example"],
  ["rita+work@acme.example", "rita@acme.example"],
  ["rita+a@acme.example", "rita+b+c@acme.example"],
  ["rita.moss@gmail.com", "ritamoss@gmail.com"],
  ["ritamoss@gmail.com", "r.i.t.a.moss+x@googlemail.com"],
  ["rita.moss@googlemail.com", "ritamoss@gmail.com"],
  ["rita.moss@proton.me", "rita-moss@pm.me"],
  ["rita@icloud.com", "rita@me.com"],
  ["rita.moss@yandex.ru", "rita-moss@ya.ru"],
  ["rita@fastmail.com", "shop@rita.fastmail.com"],
] as const;

const others = [
  ["rita@acme.example", "rita.moss@acme.example"],
  ["rita.moss@acme.example", "ritamoss@acme.example"],
  ["rita@gmail.com", "rita@gmx.at"],
  ["rita@acme.example", "rita@acme.test.example"],
] as const;

describe("a request of the reviewer's own mailbox", () => {
  for (const [reviewer, applicant] of own) {
    it(`is not approved, alone or among many: ${applicant} by ${reviewer}`, async () => {
      const test = await testContext();
      const rita = await reviewerAt(test, reviewer);
      const { id } = await createAccessRequest(test, { email: emailOf(applicant) });
      expect(codeOf(await approveAccessRequest(test.ctx, rita, { id }))).toBe("own_request");
      const preview = expectOk(await previewBulk(test.ctx, rita, { action: "approve", ids: [id], notify: true }));
      expect(preview).toMatchObject({ notByYou: 1, willChange: 0 });
      const bulk = { action: "approve" as const, items: [{ id }], note: "", undoable: false };
      expect(expectOk(await actOnRequests(test.ctx, rita, bulk)).items).toMatchObject([
        { ok: false, code: "own_request" },
      ]);
      expect(codeOf(await approveAccessRequest(test.ctx, await signInAdmin(test), { id }))).toBe("ok");
    });
  }

  it("is recognized by former addresses and SSO identities", async () => {
    const test = await testContext();
    const rita = await reviewerAt(test, "rita@acme.example");
    const at = test.clock.now();
    const ids = { userId: rita.user.id };
    await test.ctx.db.emailChange.create({
      data: { ...ids, oldEmail: "before@old.example", newEmail: "rita@acme.example", expiresAt: at, confirmedAt: at },
    });
    await test.ctx.db.externalIdentity.create({
      data: { ...ids, provider: "github", subject: "1", email: "rita@home.example" },
    });
    for (const email of ["before+x@old.example", "rita+y@home.example"]) {
      const { id } = await createAccessRequest(test, { email: emailOf(email) });
      expect(codeOf(await approveAccessRequest(test.ctx, rita, { id })), email).toBe("own_request");
    }
  });

  it("is recognized by a disconnected identity of the same account", async () => {
    const test = await testContext();
    const rita = await reviewerAt(test, "rita@acme.example");
    const identity = { issuer: "", provider: "github", subject: "1", email: "rita@home.example" };
    expectOk(await test.ctx.db.$transaction((tx) => linkIdentity(test.ctx, tx, rita.user, identity)));
    const { id: identityId } = await test.ctx.db.externalIdentity.findFirstOrThrow();
    expectOk(await disconnectIdentity(test.ctx, rita, { id: identityId }));
    const { id } = await createAccessRequest(test, { email: emailOf("rita+x@home.example") });
    expect(codeOf(await approveAccessRequest(test.ctx, rita, { id }))).toBe("own_request");
    expect(codeOf(await approveAccessRequest(test.ctx, await signInAdmin(test), { id }))).toBe("ok");
  });

  for (const [reviewer, applicant] of others) {
    it(`is not what another mailbox sends: ${applicant} by ${reviewer}`, async () => {
      const test = await testContext();
      const rita = await reviewerAt(test, reviewer);
      const { id } = await createAccessRequest(test, { email: emailOf(applicant) });
      expect(codeOf(await approveAccessRequest(test.ctx, rita, { id }))).toBe("ok");
    });
  }
});

async function colleagues(applicant = "another.rita@acme.example", reviewer = "rita@acme.example") {
  const test = await testContext();
  const rita = await reviewerAt(test, reviewer);
  const { tenantId } = await createUser(test, { organization: "Acme" });
  const verified = { verifiedAt: test.clock.now(), verifiedBy: "dns" };
  const domain = domainOf(applicant);
  await test.ctx.db.tenantDomain.create({ data: { tenantId, domain, token: "unused", ...verified } });
  const { id } = await createAccessRequest(test, { email: emailOf(applicant), buyerMode: "RESEARCH" });
  return { test, ctx: test.ctx, rita, id, tenantId };
}

describe("a colleague of the reviewer", () => {
  it.each([
    ["rita@acme.example", "another.rita@acme.example"],
    ["rita@acme.example", "another.rita@mail.acme.example"],
    ["rita@eu.acme.example", "another.rita@acme.example"],
    ["rita@eu.acme.example", "another.rita@us.acme.example"],
    ["rita@acme.co.uk", "another.rita@mail.acme.co.uk"],
  ])("is let into an organization by someone else: %s and %s", async (reviewer, applicant) => {
    const { test, ctx, rita, id, tenantId } = await colleagues(applicant, reviewer);
    const admin = await signInAdmin(test);
    expect(codeOf(await approveAccessRequest(ctx, rita, { id, joinTenantId: tenantId }))).toBe("own_request");
    expect(codeOf(await approveAccessRequest(ctx, admin, { id, joinTenantId: tenantId }))).toBe("ok");
  });

  it.each([
    ["rita@beta.example", "jane@acme.example"],
    ["rita@acme.co.uk", "jane@beta.co.uk"],
    ["rita@jane.github.io", "jane@john.github.io"],
  ])("isn't someone from another company: %s and %s", async (reviewer, applicant) => {
    const { test, ctx, rita, id, tenantId } = await colleagues(applicant, reviewer);
    await signInAdmin(test);
    expect(codeOf(await approveAccessRequest(ctx, rita, { id, joinTenantId: tenantId }))).toBe("ok");
  });

  it("is recognized by former addresses and SSO identities", async () => {
    const { test, ctx, rita, id, tenantId } = await colleagues("jane@mail.old.example");
    await signInAdmin(test);
    const at = test.clock.now();
    const userId = rita.user.id;
    const { id: changeId } = await ctx.db.emailChange.create({
      data: { userId, oldEmail: "r@old.example", newEmail: "rita@acme.example", expiresAt: at, confirmedAt: at },
    });
    expect(codeOf(await approveAccessRequest(ctx, rita, { id, joinTenantId: tenantId }))).toBe("own_request");
    await ctx.db.emailChange.delete({ where: { id: changeId } });
    await ctx.db.externalIdentity.create({
      data: { userId, provider: "github", subject: "1", email: "rita@old.example" },
    });
    expect(codeOf(await approveAccessRequest(ctx, rita, { id, joinTenantId: tenantId }))).toBe("own_request");
  });

  it("can be suggested if nobody else could decide, or only other colleagues", async () => {
    const { test, ctx, rita, id, tenantId } = await colleagues();
    await reviewerAt(test, "ron@acme.example");
    expect(codeOf(await approveAccessRequest(ctx, rita, { id, joinTenantId: tenantId }))).toBe("ok");
  });

  it("can be approved by any reviewer with an organization of their own", async () => {
    const { test, ctx, rita, id } = await colleagues();
    await signInAdmin(test);
    expect(codeOf(await approveAccessRequest(ctx, rita, { id }))).toBe("ok");
  });
});

describe("with two approvals, a colleague", () => {
  async function watched() {
    const scene = await colleagues();
    await changeSettings(scene.test, { fourEyesBuyerModes: ["RESEARCH"] });
    return { ...scene, ana: await signInAdmin(scene.test), ben: await signInAdmin(scene.test) };
  }

  it("can't be let in by the second approval, alone or in bulk", async () => {
    const { ctx, rita, ana, ben, id, tenantId } = await watched();
    expectOk(await approveAccessRequest(ctx, ana, { id, joinTenantId: tenantId }));
    expect(codeOf(await approveAccessRequest(ctx, rita, { id }))).toBe("own_request");
    const preview = expectOk(await previewBulk(ctx, rita, { action: "approve", ids: [id], notify: true }));
    expect(preview).toMatchObject({ notByYou: 1, willChange: 0 });
    expect(codeOf(await approveAccessRequest(ctx, ben, { id }))).toBe("ok");
  });

  it("can't be let in by the first approval, no matter who chooses the organization", async () => {
    const { ctx, rita, ana, ben, id, tenantId } = await watched();
    expectOk(await approveAccessRequest(ctx, rita, { id }));
    expectOk(await approveAccessRequest(ctx, ana, { id, joinTenantId: tenantId }));
    const row = () => ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    expect(await row()).toMatchObject({ firstApprovedById: ana.user.id, joinAskedAt: null });
    expectOk(await approveAccessRequest(ctx, ben, { id }));
    expect((await row()).joinAskedAt).not.toBeNull();
  });

  it("needs another first approval if its reviewer has the mailbox by now", async () => {
    const { ctx, rita, ana, ben, id } = await watched();
    expectOk(await approveAccessRequest(ctx, rita, { id }));
    await ctx.db.externalIdentity.create({
      data: { userId: rita.user.id, provider: "github", subject: "1", email: "another.rita+x@acme.example" },
    });
    expect(expectOk(await approveAccessRequest(ctx, ana, { id })).status).toBe("pending");
    expect(expectOk(await approveAccessRequest(ctx, ben, { id })).status).toBe("approved");
  });
});
