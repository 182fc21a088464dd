import { describe, expect, it } from "vitest";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import {
  accessRequestInput,
  confirmShown,
  createAccessRequest,
  createApproval,
  emailOf,
  registerInput,
  signInAdmin,
} from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { register } from "../accounts/sign-up/register";
import { secondsAfter } from "../kernel/lifetimes";
import { findInvitation, findOwnRequest, requestLinkAgain, requestNewInvitation } from "./applicant";
import { approveAccessRequest } from "./approve";
import { chooseVersion, confirmRequest } from "./confirm";
import { rejectAccessRequest, undoDecision } from "./decide";
import { extendInvitation } from "./invitation";
import { settleDueRequests } from "./settle";

const week = 7 * 24 * 60 * 60;

const statuses = ["PENDING", "NEEDS_INFO", "SNOOZED", "APPROVED", "EXPIRED", "REJECTED"] as const;
const decided: AccessRequestStatus[] = ["APPROVED", "EXPIRED"];

function standing(test: TestContext, id: string) {
  return test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id }, omit: { updatedAt: true } });
}

const words = { name: "Ada First", organization: "First Ltd", buyerMode: "RESEARCH", useCase: "What we really do." };
const strangers = { name: "Mallory", organization: "Mallory Inc", buyerMode: "OTHER", useCase: "Something else." };

async function judged(status: (typeof statuses)[number], { confirm, proven }: { confirm: boolean; proven: boolean }) {
  const test = await testContext({ config: { confirmRequests: confirm } });
  const admin = await signInAdmin(test);
  const asked = await createAccessRequest(test, words);
  const email = emailOf(asked.email);
  const now = test.clock.now();
  await test.ctx.db.accessRequest.update({
    where: { id: asked.id },
    data: {
      status,
      emailConfirmedAt: proven ? now : null,
      firstApprovedById: admin.user.id,
      approvalNote: "Looks right",
      assigneeId: admin.user.id,
      ...(status === "NEEDS_INFO" ? { question: "How many?" } : {}),
      ...(status === "SNOOZED" ? { snoozedUntil: new Date(now.getTime() + 86_400_000), question: "How many?" } : {}),
      ...(decided.includes(status) ? { decidedAt: now, decidedById: admin.user.id } : {}),
      ...(status === "APPROVED" ? { approvalExpiresAt: secondsAfter(now, 4 * week) } : {}),
      ...(status === "EXPIRED" ? { approvalExpiresAt: now } : {}),
      ...(status === "REJECTED" ? { decidedAt: now, rejectionReason: "Too early" } : {}),
    },
  });
  test.clock.advance({ hours: 2 });
  return { test, email, id: asked.id, before: await standing(test, asked.id) };
}

const ways = [
  { confirm: true, proven: true },
  { confirm: true, proven: false },
  { confirm: false, proven: true },
  { confirm: false, proven: false },
];

function mailedIn(status: (typeof statuses)[number], way: (typeof ways)[number]): string {
  if (status === "APPROVED") return "access-approved";
  if (status === "EXPIRED") return "approval-expired";
  return way.confirm || way.proven || status === "REJECTED" ? "confirm-request" : "access-requested";
}

describe("versions from an unverified sender", () => {
  for (const way of ways) {
    for (const status of statuses) {
      const named = `${status}, ${way.proven ? "proven" : "not proven"}, CONFIRM_REQUESTS ${way.confirm ? "on" : "off"}`;
      it(`change no field: ${named}`, async () => {
        const { test, email, id, before } = await judged(status, way);
        const mailed = (await test.mails.templatesTo(email)).length;
        await createAccessRequest(test, { email, ...strangers });
        await test.runJobs();
        expect(await standing(test, id)).toEqual(before);
        const last = await test.ctx.db.accessRequestEvent.findFirst({
          where: { accessRequestId: id, kind: "submitted_again" },
        });
        expect(last?.text, "reviewers see them beside the first").toContain(strangers.organization);
        expect((await test.mails.templatesTo(email)).slice(mailed)).toEqual([mailedIn(status, way)]);
      });
    }
  }

  it("don't change a registered request, and its account's owner is told", async () => {
    const test = await testContext();
    const { email, request, token } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    const before = await standing(test, request.id);
    await createAccessRequest(test, { email, ...strangers });
    expect(await standing(test, request.id)).toEqual(before);
    expect(await test.ctx.db.accessRequest.count()).toBe(1);
    expect((await test.mails.templatesTo(email)).at(-1)).toBe("already-registered");
  });

  for (const status of ["APPROVED", "REJECTED"] as const) {
    it(`leave a decision that can be undone, and its held mail, as they are: ${status}`, async () => {
      const { test, email, id } = await judged("PENDING", { confirm: false, proven: false });
      const admin = await signInAdmin(test);
      const decide = status === "APPROVED" ? approveAccessRequest : rejectAccessRequest;
      expectOk(await decide(test.ctx, admin, { id, notify: true, undoable: true }));
      const before = await standing(test, id);
      await createAccessRequest(test, { email, ...strangers });
      expect(await standing(test, id)).toEqual(before);
      expect(await test.ctx.db.mail.count({ where: { accessRequestId: id, state: "CANCELLED" } })).toBe(0);
      expectOk(await undoDecision(test.ctx, admin, { id }));
      expect(await standing(test, id)).toMatchObject({ ...words, status: "PENDING" });
    });
  }

  it("email another link of an extended approval, which expires with it", async () => {
    const test = await testContext();
    const { admin, email, request } = await createApproval(test);
    const { token } = expectOk(await extendInvitation(test.ctx, admin, { id: request.id, days: 30 }));
    const expiresAt = new Date(token?.expiresAt ?? "");
    await createAccessRequest(test, { email, ...strangers });
    const again = await test.mails.lastToken(email, "access-approved");
    expect(await findInvitation(test.ctx, again)).toMatchObject({ state: "open", expiresAt });
    expectOk(await requestNewInvitation(test.ctx, { token: again }));
    const newest = await test.mails.lastToken(email, "access-approved");
    expect(await findInvitation(test.ctx, newest)).toMatchObject({ state: "open", expiresAt });
  });

  it("email a way to renew an expired approval without a review", async () => {
    const test = await testContext();
    const { email, request } = await createApproval(test);
    test.clock.advance({ days: 15 });
    await settleDueRequests(test.ctx);
    await createAccessRequest(test, { email, ...strangers });
    expect(await standing(test, request.id)).toMatchObject({ status: "EXPIRED" });
    const own = await test.mails.lastToken(email, "approval-expired");
    expectOk(await requestLinkAgain(test.ctx, { token: own }));
    const link = await test.mails.lastToken(email, "access-approved");
    expect(await findInvitation(test.ctx, link)).toMatchObject({ state: "open" });
  });
});

describe("the emailed link", () => {
  for (const status of ["PENDING", "NEEDS_INFO", "SNOOZED", "REJECTED"] as const) {
    it(`puts the newer words in place and takes back what was said of the first: ${status}`, async () => {
      const { test, email, id } = await judged(status, { confirm: true, proven: true });
      await createAccessRequest(test, { email, ...strangers });
      const token = await test.mails.lastToken(email, "confirm-request");
      expectOk(await confirmShown(test, token));
      expectOk(await confirmShown(test, token));
      const after = await standing(test, id);
      const kept = status === "SNOOZED" ? "SNOOZED" : "PENDING";
      expect(after).toMatchObject({ ...strangers, status: kept, firstApprovedById: null, approvalNote: null });
      expect(after.searchText).toContain("mallory inc");
      expect(await test.ctx.db.accessResubmission.count()).toBe(0);
      const replaced = await test.ctx.db.accessRequestEvent.findFirstOrThrow({ where: { kind: "words_replaced" } });
      expect(replaced.text).toContain(words.organization);
    });
  }

  for (const status of ["APPROVED", "EXPIRED", "REGISTERED"] as const) {
    it(`rewrites nothing that was decided in the meantime: ${status}`, async () => {
      const { test, email, id } = await judged("PENDING", { confirm: true, proven: true });
      await createAccessRequest(test, { email, ...strangers });
      await test.ctx.db.accessRequest.update({ where: { id }, data: { status } });
      const token = await test.mails.lastToken(email, "confirm-request");
      expectOk(await confirmRequest(test.ctx, { token }));
      expect(await standing(test, id)).toMatchObject({ ...words, status });
    });
  }

  it("confirms the version it was sent for, also after others were sent", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const { email: typed, id } = await createAccessRequest(test, words);
    const email = emailOf(typed);
    const first = await test.mails.lastToken(email, "confirm-request");
    test.clock.advance({ hours: 2 });
    await createAccessRequest(test, { email, ...strangers });
    expectOk(await confirmShown(test, first));
    expect(await standing(test, id)).toMatchObject({ ...words, emailConfirmedAt: test.clock.now() });
  });

  it("of an older version changes nothing once a newer one is applied", async () => {
    const { test, email, id } = await judged("PENDING", { confirm: true, proven: true });
    await createAccessRequest(test, { email, ...words, useCase: "An older version" });
    const older = await test.mails.lastToken(email, "confirm-request");
    test.clock.advance({ hours: 2 });
    await createAccessRequest(test, { email, ...words, useCase: "The newest version" });
    expectOk(await confirmShown(test, await test.mails.lastToken(email, "confirm-request")));
    expectOk(await confirmShown(test, older));
    expect(await standing(test, id)).toMatchObject({ useCase: "The newest version" });
  });
});

describe("the applicant's page", () => {
  it("shows every version and applies the chosen one", async () => {
    const { test, email, id } = await judged("NEEDS_INFO", { confirm: false, proven: false });
    const token = await test.mails.lastToken(email, "access-requested");
    await createAccessRequest(test, { email, ...strangers });
    const shown = await findOwnRequest(test.ctx, token);
    const versions = shown.state === "unknown" ? [] : (shown.versions ?? []);
    expect(versions).toMatchObject([{ id, ...words }, strangers]);
    expectOk(await chooseVersion(test.ctx, { token, versionId: versions[1]?.id ?? "" }));
    expect(await standing(test, id)).toMatchObject({ ...strangers, status: "PENDING", question: null });
    expect(await findOwnRequest(test.ctx, token)).not.toHaveProperty("versions");
  });

  it("keeps the current version and its notes, and deletes the others", async () => {
    const { test, email, id, before } = await judged("NEEDS_INFO", { confirm: false, proven: false });
    const token = await test.mails.lastToken(email, "access-requested");
    await createAccessRequest(test, { email, ...strangers });
    expectOk(await chooseVersion(test.ctx, { token, versionId: id }));
    expect(await standing(test, id)).toEqual({ ...before, emailConfirmedAt: test.clock.now() });
    expect(await test.ctx.db.accessResubmission.count()).toBe(0);
  });

  it("doesn't apply a version of another request", async () => {
    const { test, id } = await judged("PENDING", { confirm: false, proven: false });
    const other = await createAccessRequest(test, accessRequestInput());
    await createAccessRequest(test, { ...strangers, email: emailOf(other.email) });
    const others = await test.ctx.db.accessResubmission.findFirstOrThrow({ where: { accessRequestId: other.id } });
    const token = await test.mails.lastToken((await standing(test, id)).email, "access-requested");
    for (const versionId of [others.id, other.id]) {
      expect(codeOf(await chooseVersion(test.ctx, { token, versionId }))).toBe("token_invalid");
      expect(codeOf(await chooseVersion(test.ctx, { token: "x", versionId }))).toBe("token_invalid");
    }
    expect(await standing(test, id)).toMatchObject(words);
  });
});
