import { describe, expect, it } from "vitest";
import { tenantDomainSchema } from "@/lib/values/tenant-domains";
import { createAccessRequest, createUser, emailOf, signIn, signInAdmin } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { getAccessRequest } from "../access-requests/detail";
import { requireAdmin } from "../kernel/actors";
import { acceptDomain, addDomain, listDomains, removeDomain, verifyDomain } from "./tenant-domains";
import { verifiedDomain } from "./verified-domain";

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
  it("is verified only by its own TXT record", async () => {
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
    expect(expectOk(await verifyDomain(ctx, actor, claim)).verifiedAt).toBe(test.clock.now().toISOString());
    expect(await ctx.db.auditEvent.count({ where: { action: "tenant.domain_verified" } })).toBe(1);
  });

  it("is verified for one organization only", async () => {
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

  it("is added, verified and removed by owners only", async () => {
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
    expect(expectOk(await listDomains(ctx, actor, {})).items).toEqual([]);
  });

  it("can't be a public provider's", async () => {
    const test = await testContext();
    const actor = await owning(test);
    const providers = ["gmail.com", "gmx.at", "yahoo.co.uk", "pm.me", "t-online.de", "mailinator.com"];
    const suffixes = ["co.uk", "com.br", "github.io", "vercel.app", "10.0.0.7"];
    const below = ["acme.onmicrosoft.com", "jane.anonaddy.me", "jane.aleeas.com"];
    for (const shared of [...providers, ...suffixes, ...below]) {
      expect(await addDomain(test.ctx, actor, { domain: shared }), shared).toMatchObject(problem("public_domain"));
    }
    for (const own of ["acme.co.uk", "mail.acme.co.uk", "acme.github.io"]) {
      expect(codeOf(await addDomain(test.ctx, actor, { domain: own })), own).toBe("ok");
    }
  });

  it("no longer counts once it is known as a public provider's", async () => {
    const test = await testContext();
    const actor = await owning(test);
    const stored = { tenantId: actor.tenant.id, token: "unused", verifiedAt: test.clock.now(), verifiedBy: "admin" };
    for (const shared of ["github.io", "slmail.me", "mailinator.com"]) {
      await test.ctx.db.tenantDomain.create({ data: { ...stored, domain: shared } });
      expect(await test.ctx.db.tenantDomain.count({ where: verifiedDomain(test.ctx, shared) }), shared).toBe(0);
    }
  });

  it("is verified by a console admin with recent re-authentication, and emailed to owners and admins", async () => {
    const { test, ctx, actor, claim } = await claimed();
    const admin = await signInAdmin(test);
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await acceptDomain(ctx, admin, claim))).toBe("step_up_required");
    const proven = await signInAdmin(test);
    expect(expectOk(await acceptDomain(ctx, proven, claim)).verifiedAt).toBe(test.clock.now().toISOString());
    expect(await test.mails.last(actor.user.email, "domain-verified")).toMatchObject({ domain });
  });

  it("isn't verified by an admin of the same organization", async () => {
    const test = await testContext();
    const { ctx } = test;
    const admin = await signInAdmin(test);
    const claim = expectOk(await addDomain(ctx, admin, { domain }));
    expect(await acceptDomain(ctx, admin, claim)).toMatchObject(problem("own_organization"));
    for (const tenantRole of ["ADMIN", "MEMBER"] as const) {
      const member = await createUser(test, { isAdmin: true });
      await ctx.db.user.update({ where: { id: member.id }, data: { tenantId: admin.tenant.id, tenantRole } });
      const actor = expectOk(requireAdmin((await signIn(test, member)).actor));
      expect(await acceptDomain(ctx, actor, claim)).toMatchObject(problem("own_organization"));
    }
    expect(codeOf(await acceptDomain(ctx, await signInAdmin(test), claim))).toBe("ok");
    test.txtRecords.set(domain, [claim.record]);
    expect(expectOk(await verifyDomain(ctx, admin, claim)).verifiedBy).toBe("dns");
  });

  it("makes reviewers see its organization, unlike members of the domain", async () => {
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

  describe("that another organization has", () => {
    async function contested(holderProof: "dns" | "admin") {
      const scene = await claimed();
      const { test, ctx, claim: held } = scene;
      const other = await owning(test);
      const claim = expectOk(await addDomain(ctx, other, { domain }));
      test.txtRecords.set(domain, [held.record]);
      if (holderProof === "dns") expectOk(await verifyDomain(ctx, scene.actor, held));
      else expectOk(await acceptDomain(ctx, await signInAdmin(test), held));
      const holder = async () =>
        (await ctx.db.tenantDomain.findFirst({ where: verifiedDomain(ctx, domain) }))?.tenantId;
      return { ...scene, held, other, claim, holder };
    }

    const cases = [
      ["admin", "both records", true],
      ["admin", "only the newer record", true],
      ["dns", "only the newer record", true],
      ["dns", "both records", false],
      ["admin", "only the older record", false],
      ["dns", "only the older record", false],
      ["dns", "no record", false],
    ] as const;

    it.each(cases)(
      "verified by %s, with %s: a TXT record takes it over: %s",
      async (holderProof, standing, isTaken) => {
        const { test, ctx, actor, held, other, claim, holder } = await contested(holderProof);
        const older = standing.includes("both") || standing.includes("older") ? [held.record] : [];
        const newer = standing.includes("both") || standing.includes("newer") ? [claim.record] : [];
        test.txtRecords.set(domain, [...older, ...newer]);
        expect((await verifyDomain(ctx, other, claim)).ok).toBe(isTaken);
        expect(await holder()).toBe(isTaken ? other.tenant.id : actor.tenant.id);
        const sent = (await test.mails.templatesTo(actor.user.email)).includes("domain-lost");
        expect(sent).toBe(isTaken);
      },
    );

    it("is lost with an email and an activity entry for both, which don't name the other", async () => {
      const { test, ctx, actor, held, other, claim } = await contested("admin");
      test.txtRecords.set(domain, [claim.record]);
      expectOk(await verifyDomain(ctx, other, claim));
      expect(await test.mails.last(actor.user.email, "domain-lost")).toMatchObject({ domain });
      expect(await test.mails.last(other.user.email, "domain-verified")).toMatchObject({ domain });
      const [entry] = await ctx.db.auditEvent.findMany({ where: { action: "tenant.domain_displaced" } });
      expect(entry).toMatchObject({ tenantId: actor.tenant.id, actorLabel: "system", details: { domain } });
      expect(JSON.stringify(entry?.details)).not.toContain(other.user.email);
      const [lost] = expectOk(await listDomains(ctx, actor, {})).items;
      expect(lost).toMatchObject({ id: held.id, record: held.record, verifiedAt: null, verifiedBy: null });
    });

    it("isn't taken over by an admin's verification", async () => {
      for (const holderProof of ["admin", "dns"] as const) {
        const { test, ctx, claim, actor, holder } = await contested(holderProof);
        test.txtRecords.set(domain, []);
        expect(await acceptDomain(ctx, await signInAdmin(test), claim)).toMatchObject(problem("domain_taken"));
        expect(await holder()).toBe(actor.tenant.id);
      }
    });

    it("stays with a holder who verified it by DNS after an admin", async () => {
      const { test, ctx, actor, held, other, claim, holder } = await contested("admin");
      expect(expectOk(await verifyDomain(ctx, actor, held)).verifiedBy).toBe("dns");
      test.txtRecords.set(domain, [held.record, claim.record]);
      expect(await verifyDomain(ctx, other, claim)).toMatchObject(problem("domain_taken"));
      expect(await holder()).toBe(actor.tenant.id);
    });

    it("is verified for one under concurrent requests", async () => {
      const { test, ctx, held, claim, other, actor } = await contested("admin");
      const third = await owning(test);
      const more = expectOk(await addDomain(ctx, third, { domain }));
      test.txtRecords.set(domain, [claim.record, more.record]);
      const answers = await Promise.all([verifyDomain(ctx, other, claim), verifyDomain(ctx, third, more)]);
      expect(answers.map(codeOf).sort()).toEqual(["ok", "validation_failed"]);
      expect(await ctx.db.tenantDomain.count({ where: verifiedDomain(ctx, domain) })).toBe(1);
      expect(await ctx.db.auditEvent.count({ where: { action: "tenant.domain_displaced" } })).toBe(1);
      expect(await test.mails.templatesTo(actor.user.email)).toContain("domain-lost");
      expect(expectOk(await listDomains(ctx, actor, {})).items[0]?.id).toBe(held.id);
    });
  });

  it("is parsed as a domain", () => {
    expect(tenantDomainSchema.parse({ domain: " @Company.COM " })).toEqual({ domain: "company.com" });
    for (const typed of [
      "",
      "company",
      "https://company.com",
      "a b.com",
      "company..com",
      "ｃompany.com",
      "10.0.0.7",
      "0x7f.0x1",
      "[::1]",
    ]) {
      expect(tenantDomainSchema.safeParse({ domain: typed }).success, typed).toBe(false);
    }
  });
});
