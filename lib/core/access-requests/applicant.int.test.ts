import { describe, expect, it } from "vitest";
import {
  createAccessRequest,
  createApproval,
  createUser,
  emailOf,
  signIn,
  signInAdmin,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { requireReviewer } from "../kernel/actors";
import { answerQuestion, findOwnRequest, requestLinkAgain } from "./applicant";
import { approveAccessRequest } from "./approve";
import { confirmRequest } from "./confirm";
import { rejectAccessRequest } from "./decide";
import { askApplicant } from "./triage";

const question = "Which models do you route to?";

async function asking(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const admin = await signInAdmin(test);
  const request = await createAccessRequest(test);
  const token = await test.mails.lastToken(request.email, "access-requested");
  return { test, admin, request, token };
}

function stored(test: TestContext, id: string) {
  return test.ctx.db.accessRequest.findUniqueOrThrow({
    where: { id },
    include: { events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
}

describe("the applicant's link", () => {
  it("shows the status of the request", async () => {
    const { test, admin, request, token } = await asking();
    const look = () => findOwnRequest(test.ctx, token);
    expect(await look()).toEqual({
      state: "waiting",
      organization: request.organization,
      submittedAt: request.submittedAt,
    });
    expectOk(await askApplicant(test.ctx, admin, { id: request.id, question }));
    expect(await look()).toMatchObject({ state: "question", question, useCase: request.useCase });
    expectOk(await approveAccessRequest(test.ctx, admin, { id: request.id }));
    expect(await look()).toMatchObject({ state: "approved", isOver: false });
    test.clock.advance({ days: 15 });
    expect(await look()).toMatchObject({ state: "approved", isOver: true });
  });

  it("shows a rejected request as closed, without reason or reviewer", async () => {
    const { test, admin, request, token } = await asking();
    expectOk(await rejectAccessRequest(test.ctx, admin, { id: request.id, reason: "Their region.", notify: false }));
    expect(await findOwnRequest(test.ctx, token)).toEqual({
      state: "closed",
      organization: request.organization,
      submittedAt: request.submittedAt,
    });
  });

  it("hides a decision that can still be undone", async () => {
    const { test, request, token } = await asking();
    const undoUntil = new Date(test.clock.now().getTime() + 15_000);
    await test.ctx.db.accessRequest.update({ where: { id: request.id }, data: { status: "REJECTED", undoUntil } });
    expect(await findOwnRequest(test.ctx, token)).toMatchObject({ state: "waiting" });
    test.clock.advance({ seconds: 16 });
    expect(await findOwnRequest(test.ctx, token)).toMatchObject({ state: "closed" });
  });

  it("rejects changed, foreign and made-up links", async () => {
    const { test, token } = await asking();
    const other = await createAccessRequest(test);
    const others = await test.mails.lastToken(other.email, "access-requested");
    const flipped = (at: number) => token.slice(0, at) + (token[at] === "a" ? "b" : "a") + token.slice(at + 1);
    const made = [flipped(0), flipped(31), flipped(40), token.slice(0, 32) + others.slice(32), token.slice(1), "", "x"];
    for (const wrong of made) {
      expect(await findOwnRequest(test.ctx, wrong)).toEqual({ state: "unknown" });
      expect(codeOf(await requestLinkAgain(test.ctx, { token: wrong }))).toBe("token_invalid");
      expect(codeOf(await answerQuestion(test.ctx, { token: wrong, answer: "Hello" }))).toBe("token_invalid");
    }
  });

  it("stops working once the request is erased", async () => {
    const { test, request, token } = await asking();
    await test.ctx.db.accessRequest.delete({ where: { id: request.id } });
    expect(await findOwnRequest(test.ctx, token)).toEqual({ state: "unknown" });
  });

  it("comes after the confirmation if confirmation is required", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const { email } = await createAccessRequest(test);
    expectOk(await confirmRequest(test.ctx, { token: await test.mails.lastToken(email, "confirm-request") }));
    const token = await test.mails.lastToken(email, "access-requested");
    expect(await findOwnRequest(test.ctx, token)).toMatchObject({ state: "waiting" });
  });
});

describe("another invitation from the applicant's page", () => {
  it("is emailed without another review, at most three times an hour, and voids the previous one", async () => {
    const test = await testContext({ limits: "counting" });
    const { request, email } = await createApproval(test);
    const token = await test.mails.lastToken(email, "access-requested");
    for (let time = 0; time < 5; time += 1) expectOk(await requestLinkAgain(test.ctx, { token }));
    const mailed = (await test.mails.templatesTo(email)).filter((template) => template === "access-approved");
    expect(mailed).toHaveLength(4);
    const open = { accessRequestId: request.id, purpose: "APPROVAL", usedAt: null, voidedAt: null } as const;
    expect(await test.ctx.db.oneTimeToken.count({ where: open })).toBe(1);
  });

  it("isn't emailed for a request that isn't approved", async () => {
    const { test, request, token } = await asking();
    expectOk(await requestLinkAgain(test.ctx, { token }));
    expect(await test.mails.templatesTo(request.email)).not.toContain("access-approved");
  });
});

describe("a question to the applicant", () => {
  it("is emailed, answered once, and returns the request as a newer version", async () => {
    const { test, admin, request } = await asking();
    const waiting = expectOk(await askApplicant(test.ctx, admin, { id: request.id, version: 0, question }));
    expect(waiting).toMatchObject({ status: "needs_info", version: 1 });
    const mail = await test.mails.last(request.email, "more-information");
    expect(mail).toMatchObject({ question, organization: request.organization });
    const token = await test.mails.lastToken(request.email, "more-information");

    const answer = { token, answer: "Two of the large ones.", useCase: "We route to two large models." };
    expect(tally(await atOnce(5, () => answerQuestion(test.ctx, answer)))).toEqual({ ok: 1, token_invalid: 4 });
    const after = await stored(test, request.id);
    expect(after).toMatchObject({ status: "PENDING", version: 2, question: null, useCase: answer.useCase });
    expect(after.submittedAt).toEqual(request.submittedAt);
    expect(after.searchText).toContain("two of the large ones");
    expect(after.events.map(({ kind, text }) => [kind, text])).toEqual([
      ["submitted", ""],
      ["question_asked", question],
      ["question_answered", answer.answer],
      ["use_case_changed", request.useCase],
    ]);
    const decision = { id: request.id, version: waiting.version };
    expect(codeOf(await approveAccessRequest(test.ctx, admin, decision))).toBe("request_changed");
  });

  it("isn't emailed if the settings turn it off, but shows on the applicant's page", async () => {
    const { test, admin, request, token } = await asking();
    await test.ctx.db.settings.create({ data: { mailsQuestions: false } });
    expectOk(await askApplicant(test.ctx, admin, { id: request.id, question }));
    expect(await test.mails.templatesTo(request.email)).toEqual(["access-requested"]);
    expect(await findOwnRequest(test.ctx, token)).toMatchObject({ state: "question" });
  });

  it("can't be asked after a decision", async () => {
    const { test, admin, request } = await asking();
    expectOk(await rejectAccessRequest(test.ctx, admin, { id: request.id, notify: false }));
    expect(codeOf(await askApplicant(test.ctx, admin, { id: request.id, question }))).toBe("request_already_decided");
  });
});

describe("the receipt", () => {
  it("isn't emailed if the settings turn it off", async () => {
    const test = await testContext();
    await test.ctx.db.settings.create({ data: { mailsReceived: false } });
    const { email } = await createAccessRequest(test);
    expect(await test.mails.templatesTo(email)).toEqual([]);
  });
});

describe("reviewers", () => {
  it("get one email about a waiting request, with a link that decides nothing", async () => {
    const { test, admin, request } = await asking();
    await createAccessRequest(test, { email: emailOf(request.email), useCase: "Better words." });
    await test.runJobs();
    expect(await test.mails.templatesTo(admin.user.email)).toEqual(["request-waiting"]);
    const { url } = await test.mails.last(admin.user.email, "request-waiting");
    expect(url).toBe(`http://localhost:3000/admin/requests?request=${request.id}`);
  });

  it("get an email about an unconfirmed request once it is confirmed", async () => {
    const test = await testContext({ config: { confirmRequests: true } });
    const { user } = await signInAdmin(test);
    const { email } = await createAccessRequest(test);
    await test.runJobs();
    expect(await test.mails.templatesTo(user.email)).toEqual([]);
    expectOk(await confirmRequest(test.ctx, { token: await test.mails.lastToken(email, "confirm-request") }));
    await test.runJobs();
    expect(await test.mails.templatesTo(user.email)).toEqual(["request-waiting"]);
  });

  it("get an email about an answer", async () => {
    const { test, admin, request, token } = await asking();
    await test.runJobs();
    expectOk(await askApplicant(test.ctx, admin, { id: request.id, question }));
    expectOk(await answerQuestion(test.ctx, { token, answer: "Two." }));
    await test.runJobs();
    expect(await test.mails.last(admin.user.email, "request-waiting")).toMatchObject({ answered: true });
  });

  it("get emails only with their role and the setting on", async () => {
    const test = await testContext();
    const reviewer = await createUser(test);
    await test.ctx.db.user.update({ where: { id: reviewer.id }, data: { isReviewer: true } });
    const silent = await createUser(test, { isAdmin: true });
    await test.ctx.db.user.update({ where: { id: silent.id }, data: { requestNotices: "OFF" } });
    const nobody = await createUser(test);
    await createUser(test, { isAdmin: true, isDeactivated: true });
    expectOk(requireReviewer((await signIn(test, reviewer)).actor));
    await createAccessRequest(test);
    await test.runJobs();
    const notices = (await test.mails.all()).filter((mail) => mail.template === "request-waiting");
    expect(notices.map(({ to }) => to)).toEqual([reviewer.email]);
    expect(await test.mails.templatesTo(nobody.email)).toEqual([]);
  });
});
