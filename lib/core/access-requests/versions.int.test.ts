import { describe, expect, it } from "vitest";
import type { RequestAccessInput } from "@/lib/values/forms";
import { accessRequestInput, createAccessRequest, createUser, emailOf, uniqueEmail } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { askedBy, type TestContext, testContext } from "@/tests/support/test-context";
import { secondsAfter } from "../kernel/lifetimes";
import { hashToken } from "../kernel/one-time-token";
import { findOwnRequest } from "./applicant";
import { chooseVersion, confirmRequest, inspectConfirmation } from "./confirm";
import { ageOutUnconfirmed } from "./erase";
import type { RequestVersion } from "./versions";

type Words = Pick<RequestAccessInput, "name" | "organization" | "buyerMode" | "useCase">;

const owners = { name: "Olive Owner", organization: "Olive Ltd", buyerMode: "RESEARCH", useCase: "What we really do." };
const strangers = (index: number): Words => ({
  name: `Mallory ${index}`,
  organization: "Mallory Inc",
  buyerMode: "OTHER",
  useCase: `Version ${index}.`,
});

const owner = { ip: "203.0.113.10", userAgent: "Firefox" };
const floods = {
  "many networks": (index: number) => ({ ip: `198.51.100.${index}`, userAgent: "curl" }),
  "one network with many browsers": (index: number) => ({ ip: "198.51.100.1", userAgent: `curl/${index}` }),
  "one network and browser": () => ({ ip: "198.51.100.1", userAgent: "curl" }),
  "the owner's own network": (index: number) => ({ ip: owner.ip, userAgent: `curl/${index}` }),
};
type Flood = keyof typeof floods;

async function send(test: TestContext, email: string, from: { ip: string; userAgent: string }, words: Words) {
  test.clock.advance({ minutes: 1 });
  return createAccessRequest(askedBy(test, from), { ...words, email: emailOf(email) });
}

async function seen(test: TestContext, email: string, confirm: boolean): Promise<RequestVersion[]> {
  const token = await firstToken(test, email, confirm);
  if (confirm) return (await inspectConfirmation(test.ctx, token)).versions;
  const own = await findOwnRequest(test.ctx, token);
  return own.state === "unknown" ? [] : (own.versions ?? []);
}

async function firstToken(test: TestContext, email: string, confirm: boolean): Promise<string> {
  return (await test.mails.tokens(email, confirm ? "confirm-request" : "access-requested"))[0] ?? "";
}

const modes = [true, false];
/** Counts others' versions sent before the owner's. */
const befores = [0, 1, 3];
const cases = modes.flatMap((confirm) =>
  befores.flatMap((before) => (Object.keys(floods) as Flood[]).map((flood) => ({ confirm, before, flood }))),
);

describe("an applicant's version", () => {
  it.each(cases)(
    "can be chosen behind any email, CONFIRM_REQUESTS $confirm, after $before from strangers and before 20 more from $flood",
    async ({ confirm, before, flood }) => {
      const test = await testContext({ config: { confirmRequests: confirm }, limits: "counting" });
      const email = uniqueEmail();
      for (let index = 0; index < before; index += 1) await send(test, email, floods[flood](index), strangers(index));
      const { id } = await send(test, email, owner, owners);
      for (let index = 3; index < 23; index += 1) await send(test, email, floods[flood](index), strangers(index));

      const versions = await seen(test, email, confirm);
      expect(versions.length).toBeLessThanOrEqual(5);
      const mine = versions.filter(({ name }) => name === owners.name);
      expect(mine).toMatchObject([{ ...owners, ...owner }]);
      const input = { token: await firstToken(test, email, confirm), versionId: mine[0]?.id ?? "" };
      expectOk(confirm ? await confirmRequest(test.ctx, input) : await chooseVersion(test.ctx, input));
      const stored = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
      expect(stored).toMatchObject({ ...owners, ...owner, emailConfirmedAt: test.clock.now() });
      expect(await test.ctx.db.accessResubmission.count()).toBe(0);
    },
  );

  it.each(modes)(
    "take a place from strangers that fill all of them from one network, CONFIRM_REQUESTS %s",
    async (confirm) => {
      const test = await testContext({ config: { confirmRequests: confirm }, limits: "counting" });
      const email = uniqueEmail();
      const from = floods["one network with many browsers"];
      for (let index = 0; index < 9; index += 1) await send(test, email, from(index), strangers(index));
      await send(test, email, owner, owners);
      for (let index = 9; index < 19; index += 1) await send(test, email, from(index), strangers(index));
      const versions = await seen(test, email, confirm);
      expect(versions).toHaveLength(5);
      expect(versions).toContainEqual(expect.objectContaining(owners));
    },
  );

  it("is replaced only by the same sender's newer version if there is no room", async () => {
    const test = await testContext({ config: { confirmRequests: true }, limits: "counting" });
    const email = uniqueEmail();
    for (let index = 0; index < 3; index += 1)
      await send(test, email, floods["many networks"](index), strangers(index));
    for (let time = 1; time <= 4; time += 1) await send(test, email, owner, { ...owners, useCase: `Draft ${time}` });
    const said = (await seen(test, email, true)).map(({ useCase }) => useCase);
    expect(said).toEqual(["Version 0.", "Version 1.", "Version 2.", "Draft 3", "Draft 4"]);
  });

  it("is stored once, also if it is sent again", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const email = uniqueEmail();
    for (let time = 0; time < 3; time += 1) await send(test, email, owner, owners);
    for (let time = 0; time < 3; time += 1) await send(test, email, floods["one network and browser"](), strangers(0));
    expect(await seen(test, email, true)).toHaveLength(2);
  });

  it("stays beside another sender's after a rejection, which the other sender can't reopen", async () => {
    const test = await testContext();
    const email = uniqueEmail();
    const { id } = await send(test, email, owner, owners);
    await send(test, email, owner, { ...owners, useCase: "A correction." });
    await test.ctx.db.accessRequest.update({ where: { id }, data: { status: "REJECTED" } });
    await send(test, email, floods["one network and browser"](), strangers(0));
    const said = (await seen(test, email, false)).map(({ useCase }) => useCase);
    expect(said.sort()).toEqual(["A correction.", "Version 0.", "What we really do."]);
    const stored = await test.ctx.db.accessRequest.findUnique({ where: { id } });
    expect(stored).toMatchObject({ ...owners, status: "REJECTED" });
  });

  it("outlives the first version of an unconfirmed request", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const email = uniqueEmail();
    await send(test, email, floods["one network and browser"](), strangers(0));
    test.clock.advance({ days: 6 });
    await send(test, email, owner, owners);
    test.clock.advance({ days: 2 });
    await ageOutUnconfirmed(test.ctx);
    expect(await test.ctx.db.accessResubmission.count()).toBe(1);
    test.clock.advance({ days: 6 });
    await ageOutUnconfirmed(test.ctx);
    expect(await test.ctx.db.accessRequest.count()).toBe(0);
  });
});

describe("the confirmation email", () => {
  it("names its version, where it was sent from, and whether there are others", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const email = uniqueEmail();
    await send(test, email, floods["one network and browser"](), strangers(0));
    const first = await test.mails.last(email, "confirm-request");
    expect(first).toMatchObject({ name: "Mallory 0", organization: "Mallory Inc", hasOthers: false });
    await send(test, email, owner, owners);
    const second = await test.mails.last(email, "confirm-request");
    const { name, organization } = owners;
    expect(second).toMatchObject({ name, organization, hasOthers: true, origin: { ...owner, at: test.clock.now() } });
    const token = await test.mails.lastToken(email, "confirm-request");
    const { versions } = await inspectConfirmation(test.ctx, token);
    expect(versions.map((version) => version.name)).toEqual([owners.name, "Mallory 0"]);
  });

  it("requires a choice between several versions", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const email = uniqueEmail();
    const { id } = await send(test, email, owner, owners);
    const token = await firstToken(test, email, true);
    await send(test, email, floods["one network and browser"](), strangers(0));
    expect(codeOf(await confirmRequest(test.ctx, { token }))).toBe("validation_failed");
    const other = await createAccessRequest(test, accessRequestInput());
    expect(codeOf(await confirmRequest(test.ctx, { token, versionId: other.id }))).toBe("token_invalid");
    const { emailConfirmedAt } = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    expect(emailConfirmedAt).toBeNull();
    expectOk(await confirmRequest(test.ctx, { token, versionId: id }));
  });
});

describe("a registered request", () => {
  async function registered() {
    const test = await testContext();
    const email = uniqueEmail();
    const { id } = await send(test, email, owner, owners);
    await send(test, email, floods["one network and browser"](), strangers(0));
    const token = await firstToken(test, email, false);
    const { id: versionId } = await test.ctx.db.accessResubmission.findFirstOrThrow({ where: { accessRequestId: id } });
    const ana = await createUser(test);
    await test.ctx.db.accessRequest.update({ where: { id }, data: { status: "REGISTERED", userId: ana.id } });
    return { test, email, id, token, versionId };
  }

  const traces = async ({ ctx, mails }: TestContext) => ({
    events: await ctx.db.accessRequestEvent.count(),
    audit: await ctx.db.auditEvent.count(),
    mails: (await mails.all()).length,
    requests: await ctx.db.accessRequest.findMany(),
    versions: await ctx.db.accessResubmission.findMany(),
  });

  it("accepts no version from the applicant's page, silently", async () => {
    const { test, email, id, token, versionId } = await registered();
    const later = await send(test, email, floods["one network and browser"](), strangers(1));
    expect(later.id).not.toBe(id);
    await test.runJobs();
    const before = await traces(test);
    for (const chosen of [versionId, id]) {
      expect(codeOf(await chooseVersion(test.ctx, { token, versionId: chosen }))).toBe("token_invalid");
    }
    await test.runJobs();
    expect(await traces(test)).toEqual(before);
    expect(await findOwnRequest(test.ctx, token)).not.toHaveProperty("versions");
  });

  it("accepts no version from a confirmation link", async () => {
    const { test, email, id, versionId } = await registered();
    const token = "x".repeat(43);
    await test.ctx.db.oneTimeToken.create({
      data: {
        purpose: "REQUEST_CONFIRMATION",
        email,
        accessRequestId: id,
        resubmissionId: versionId,
        tokenHash: hashToken(token),
        expiresAt: secondsAfter(test.clock.now(), 60),
      },
    });
    const before = await traces(test);
    expectOk(await confirmRequest(test.ctx, { token, versionId }));
    await test.runJobs();
    expect(await traces(test)).toEqual(before);
  });
});
