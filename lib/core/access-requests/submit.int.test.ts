import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  accessRequestInput,
  askForAccess,
  confirmShown,
  createAccessRequest,
  createApproval,
  createUser,
  emailOf,
  signInAdmin,
  uniqueEmail,
} from "@/tests/support/factories";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { findInvitation } from "./applicant";
import { rejectAccessRequest } from "./decide";
import { recordSubmission, requestAccess } from "./submit";

describe("a first request", () => {
  it("waits in the queue, and the applicant gets a receipt", async () => {
    const test = await testContext();
    const input = accessRequestInput({ name: "Jané Ω", organization: "Größe & Co" });
    await askForAccess(test, input);

    const stored = await test.ctx.db.accessRequest.findFirstOrThrow({ where: { email: input.email } });
    expect(stored).toMatchObject({ ...input, status: "PENDING", version: 0, submittedAt: test.clock.now() });
    expect(stored.searchText).toContain("größe & co");
    expect(await test.mails.last(input.email, "access-requested")).toEqual({
      name: "Jané Ω",
      organization: "Größe & Co",
      statusUrl: expect.stringMatching(/^http:\/\/localhost:3000\/request\?token=[\w-]{75}$/),
    });
  });

  it("is one request, also if it arrives many times at once", async () => {
    const test = await testContext({ limits: "counting" });
    const input = accessRequestInput();
    const at = test.clock.now().toISOString();
    await atOnce(20, (index) =>
      recordSubmission(test.ctx, {
        id: randomUUID(),
        at,
        input: { ...input, source: "web" },
        mayMail: index === 0,
      }),
    );
    expect(await test.ctx.db.accessRequest.count()).toBe(1);
    expect(await test.mails.templatesTo(input.email)).toEqual(["access-requested"]);
    expect(await test.ctx.db.accessRequestEvent.count()).toBe(20);
  });

  it("is recorded and emailed once, also if its job runs again", async () => {
    const test = await testContext();
    const owner = await createUser(test);
    for (const email of [uniqueEmail(), owner.email]) {
      const input = { ...accessRequestInput({ email }), source: "web" as const };
      const submission = { id: randomUUID(), at: test.clock.now().toISOString(), input, mayMail: true };
      await atOnce(5, () => recordSubmission(test.ctx, submission).catch(() => undefined));
      await recordSubmission(test.ctx, submission);
      expect(await test.mails.templatesTo(email)).toHaveLength(1);
    }
    expect(await test.ctx.db.accessRequestEvent.count()).toBe(1);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "access_request.submitted" } })).toBe(2);
  });

  it("sends no notice to an account created after it was recorded", async () => {
    const test = await testContext();
    const email = uniqueEmail();
    const input = { ...accessRequestInput({ email }), source: "web" as const };
    const submission = { id: randomUUID(), at: test.clock.now().toISOString(), input, mayMail: true };
    await recordSubmission(test.ctx, submission);
    await createUser(test, { email });
    await recordSubmission(test.ctx, submission);
    expect(await test.mails.templatesTo(email)).toEqual(["access-requested"]);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "access_request.submitted" } })).toBe(1);
  });

  it("rejects an unknown buyer mode and stores nothing", async () => {
    const test = await testContext({ config: { buyerModes: ["RESEARCH"] } });
    const result = await requestAccess(test.ctx, accessRequestInput());
    expect(result).toMatchObject({ ok: false, error: { fieldErrors: { buyerMode: ["buyer_mode"] } } });
    expect(await test.ctx.db.accessRequest.count()).toBe(0);
    expect(await test.mails.all()).toEqual([]);
  });
});

describe("a repeated request", () => {
  it("is stored as a version and keeps the request's place in the queue", async () => {
    const test = await testContext();
    const request = await createAccessRequest(test);
    const submittedAt = request.submittedAt;
    test.clock.advance({ hours: 2 });
    await createAccessRequest(test, {
      ...accessRequestInput({ email: emailOf(request.email) }),
      useCase: "Better words.",
    });

    const after = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(after).toMatchObject({ useCase: request.useCase, status: "PENDING", submittedAt, version: 0 });
    const kept = await test.ctx.db.accessResubmission.findMany({ where: { accessRequestId: request.id } });
    expect(kept).toMatchObject([{ useCase: "Better words.", submittedAt: test.clock.now() }]);
  });

  it("returns a rejected request to the end of the queue once its emailed link is used", async () => {
    const test = await testContext();
    const request = await createAccessRequest(test);
    const admin = await signInAdmin(test);
    expectOk(await rejectAccessRequest(test.ctx, admin, { id: request.id, notify: false, reason: "Too early" }));
    test.clock.advance({ days: 30 });
    const email = emailOf(request.email);
    await createAccessRequest(test, { email });
    expectOk(await confirmShown(test, await test.mails.lastToken(email, "confirm-request")));

    const after = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(after).toMatchObject({ status: "PENDING", decidedAt: null, decidedById: null, rejectionReason: null });
    expect(after.submittedAt).toEqual(test.clock.now());
  });

  it("emails an approved applicant another link, and the first one keeps working", async () => {
    const test = await testContext();
    const { email, token, request } = await createApproval(test);
    test.clock.advance({ hours: 3 });
    await createAccessRequest(test, { email, useCase: "Something else entirely" });

    const second = await test.mails.lastToken(email, "access-approved");
    expect(second).not.toBe(token);
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open", email });
    expect(await findInvitation(test.ctx, second)).toMatchObject({ state: "open", email });
    const after = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: request.id } });
    expect(after.useCase, "what was approved is not rewritten").toBe(request.useCase);
  });

  it("sends at most one email an hour to an address", async () => {
    const test = await testContext({ limits: "counting" });
    const email = uniqueEmail();
    await createAccessRequest(test, { email });
    for (let minute = 0; minute < 59; minute += 10) {
      test.clock.advance({ minutes: 9 });
      await createAccessRequest(test, { email });
    }
    expect(await test.mails.templatesTo(email)).toHaveLength(1);
    test.clock.advance({ minutes: 60 });
    await createAccessRequest(test, { email });
    expect(await test.mails.templatesTo(email)).toHaveLength(2);
  });
});

describe("an account's address", () => {
  it("can't be recognized by the answer", async () => {
    const test = await testContext();
    const pending = await createAccessRequest(test);
    const approved = await createApproval(test);
    const owner = await createUser(test);
    const unverified = await createUser(test, { isVerified: false });
    const answers = [];
    for (const email of [uniqueEmail(), emailOf(pending.email), approved.email, owner.email, unverified.email]) {
      answers.push(await requestAccess(test.ctx, accessRequestInput({ email })));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("stores no request and notifies the account's owner", async () => {
    const test = await testContext();
    const owner = await createUser(test);
    await askForAccess(test, accessRequestInput({ email: owner.email }));
    expect(await test.mails.templatesTo(owner.email)).toEqual(["already-registered"]);
    expect(await test.ctx.db.accessRequest.count()).toBe(0);
  });
});
