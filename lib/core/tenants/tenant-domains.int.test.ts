import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser, emailOf, signIn, signInAdmin } from "@/lib/testing/factories";
import { codeOf, expectOk } from "@/lib/testing/outcomes";
import { type TestContext, testContext } from "@/lib/testing/test-context";
import { tenantDomainSchema } from "@/lib/values/tenant-domains";
import { getAccessRequest } from "../admin/get-access-request";
import { acceptDomain, addDomain, listDomains, removeDomain, verifyDomain } from "./tenant-domains";

const domain = "green-field.example";

async function owning(test: TestContext) {
  const owner = await createUser(test);
  return (await signIn(test, owner)).actor;
}

async function claimed() {
  const test = await testContext();
  const actor = await owning(test);
  const claim = expectOk(await addDomain(test.ctx, actor, { domain }));
  return { test, ctx: test.ctx, actor, claim };
}

const problem = (name: string) => ({ error: { code: "validation_failed", fieldErrors: { domain: [name] } } });

describe("an organization's email domain", () => {
  it("is verified by its TXT record, and by nothing else that the domain says", async () => {
    const { test, ctx, actor, claim } = await claimed();
    expect(claim).toMatchObject({
      domain,
      verifiedAt: null,
      record: expect.stringMatching(/^foyer-verify=[\w-]{43}$/),
    });
    for (const records of [[], ["v=spf1 -all"], [`${claim.record}x`], [claim.record.slice(0, -1)]]) {
      test.txtRecords.set(domain, records);
      expect(await verifyDomain(ctx, actor, claim)).toMatchObject(problem("txt_record"));
    }
    test.txtRecords.set(domain, ["v=spf1 -all", claim.record]);
    expect(expectOk(await verifyDomain(ctx, actor, claim)).verifiedAt).toEqual(test.clock.now());
    expect(await ctx.db.auditEvent.count({ where: { action: "tenant.domain_verified" } })).toBe(1);
  });

  it("is verified for one organization alone, whoever else has added it", async () => {
    const { test, ctx, actor, claim } = await claimed();
    const other = await owning(test);
    const second = expectOk(await addDomain(ctx, other, { domain }));
    expect(second.record).not.toBe(claim.record);
    test.txtRecords.set(domain, [claim.record, second.record]);
    expectOk(await verifyDomain(ctx, actor, claim));
    expect(await verifyDomain(ctx, other, second)).toMatchObject(problem("domain_taken"));
    expect(codeOf(await verifyDomain(ctx, other, claim))).toBe("domain_not_found");
    expect(codeOf(await removeDomain(ctx, other, claim))).toBe("domain_not_found");
  });

  it("is an owner's to add, verify and remove", async () => {
    const { test, ctx, actor, claim } = await claimed();
    for (const tenantRole of ["ADMIN", "MEMBER"] as const) {
      const person = await createUser(test);
      const { id } = person;
      await ctx.db.user.update({ where: { id }, data: { tenantId: actor.tenant.id, tenantRole } });
      const { actor: other } = await signIn(test, person);
      expect(codeOf(await addDomain(ctx, other, { domain: "more.example" }))).toBe("owner_required");
      expect(codeOf(await verifyDomain(ctx, other, claim))).toBe("owner_required");
      expect(codeOf(await removeDomain(ctx, other, claim))).toBe("owner_required");
    }
    expectOk(await removeDomain(ctx, actor, claim));
    expect(await listDomains(ctx, actor.tenant.id)).toEqual([]);
  });

  it("is never one that anybody can have an address of", async () => {
    const test = await testContext();
    const actor = await owning(test);
    for (const provider of ["gmail.com", "gmx.at", "yahoo.co.uk", "pm.me", "t-online.de", "mailinator.com"]) {
      expect(await addDomain(test.ctx, actor, { domain: provider }), provider).toMatchObject(problem("public_domain"));
    }
  });

  it("is taken on an owner's word by an admin of the console, with a recent proof, and its leaders are mailed", async () => {
    const { test, ctx, actor, claim } = await claimed();
    const admin = await signInAdmin(test);
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await acceptDomain(ctx, admin, claim))).toBe("step_up_required");
    const proven = await signInAdmin(test);
    expect(expectOk(await acceptDomain(ctx, proven, claim)).verifiedAt).toEqual(test.clock.now());
    expect(await test.mails.last(actor.user.email, "domain-verified")).toMatchObject({ domain });
  });

  it("is what reviewers are shown an organization for; people of the same domain are not enough", async () => {
    const { test, ctx, actor, claim } = await claimed();
    const admin = await signInAdmin(test);
    await createUser(test, { email: emailOf(`boss@${domain}`) });
    const { id } = await createAccessRequest(test, { email: emailOf(`new@${domain}`) });
    const shown = async () => expectOk(await getAccessRequest(ctx, admin, { id })).tenantsOfDomain;
    expect(await shown()).toEqual([]);
    test.txtRecords.set(domain, [claim.record]);
    expectOk(await verifyDomain(ctx, actor, claim));
    expect(await shown()).toMatchObject([{ id: actor.tenant.id }]);
    expectOk(await removeDomain(ctx, actor, claim));
    expect(await shown()).toEqual([]);
  });

  it("is typed like a domain", () => {
    expect(tenantDomainSchema.parse({ domain: " @Company.COM " })).toEqual({ domain: "company.com" });
    for (const typed of ["", "company", "https://company.com", "a b.com", "company..com", "ｃompany.com"]) {
      expect(tenantDomainSchema.safeParse({ domain: typed }).success, typed).toBe(false);
    }
  });
});
