import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser, emailOf, signIn, signInAdmin } from "@/lib/testing/factories";
import { codeOf, expectOk } from "@/lib/testing/outcomes";
import { type TestContext, testContext } from "@/lib/testing/test-context";
import { type ReviewerActor, requireReviewer } from "../actors";
import { approveAccessRequest } from "../admin/approve-access-request";
import { actOnRequests } from "./bulk";
import { previewBulk } from "./preview-bulk";

async function reviewerAt(test: TestContext, address: string): Promise<ReviewerActor> {
  const person = await createUser(test, { email: emailOf(address) });
  await test.ctx.db.user.update({ where: { id: person.id }, data: { isReviewer: true } });
  return expectOk(requireReviewer((await signIn(test, person)).actor));
}

/** Whose mailbox a request's address reaches, and how it is spelled there. */
const own = [
  ["rita@acme.example", "rita+888502@acme.example"],
  ["rita+work@acme.example", "rita@acme.example"],
  ["rita+a@acme.example", "rita+b+c@acme.example"],
  ["rita.moss@gmail.com", "ritamoss@gmail.com"],
  ["ritamoss@gmail.com", "r.i.t.a.moss+x@googlemail.com"],
  ["rita.moss@googlemail.com", "RitaMoss@gmail.com".toLowerCase()],
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

  it("is known by an address that the account had, and by those of its identities", async () => {
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

  for (const [reviewer, applicant] of others) {
    it(`is not what another mailbox sends: ${applicant} by ${reviewer}`, async () => {
      const test = await testContext();
      const rita = await reviewerAt(test, reviewer);
      const { id } = await createAccessRequest(test, { email: emailOf(applicant) });
      expect(codeOf(await approveAccessRequest(test.ctx, rita, { id }))).toBe("ok");
    });
  }
});

describe("a colleague of the reviewer", () => {
  async function colleagues() {
    const test = await testContext();
    const rita = await reviewerAt(test, "rita@acme.example");
    const { tenantId } = await createUser(test, { organization: "Acme" });
    const verified = { verifiedAt: test.clock.now(), verifiedBy: "dns" };
    await test.ctx.db.tenantDomain.create({ data: { tenantId, domain: "acme.example", token: "unused", ...verified } });
    const { id } = await createAccessRequest(test, { email: emailOf("another.rita@acme.example") });
    return { test, rita, id, tenantId };
  }

  it("is let into an organization by somebody else, for a domain has as many addresses as its owner likes", async () => {
    const { test, rita, id, tenantId } = await colleagues();
    const admin = await signInAdmin(test);
    expect(codeOf(await approveAccessRequest(test.ctx, rita, { id, joinTenantId: tenantId }))).toBe("own_request");
    expect(codeOf(await approveAccessRequest(test.ctx, admin, { id, joinTenantId: tenantId }))).toBe("ok");
  });

  it("is proposed by the reviewer where nobody else could decide", async () => {
    const { test, rita, id, tenantId } = await colleagues();
    expect(codeOf(await approveAccessRequest(test.ctx, rita, { id, joinTenantId: tenantId }))).toBe("ok");
  });

  it("gets an organization of their own by any reviewer", async () => {
    const { test, rita, id } = await colleagues();
    await signInAdmin(test);
    expect(codeOf(await approveAccessRequest(test.ctx, rita, { id }))).toBe("ok");
  });
});
