import { describe, expect, it } from "vitest";
import { isLinkMissing } from "@/lib/values/queue";
import { createAccessRequest, createApproval, emailOf, registerInput, signInAdmin } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { requestPasswordReset, resetPassword } from "../accounts/password";
import { register } from "../accounts/sign-up/register";
import { verifyEmail } from "../accounts/sign-up/verify-email";
import { secondsAfter } from "../kernel/lifetimes";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "../sign-in/log-in";
import { findInvitation } from "./applicant";
import { approveAccessRequest } from "./approve";
import { actOnRequests } from "./bulk";
import { blockApplicant } from "./decide";
import { getAccessRequest } from "./detail";
import { eraseAccessRequest } from "./erase";
import { copyInvitationLink, extendInvitation, resendInvitation, revokeApproval } from "./invitation";

const day = 24 * 60 * 60;

async function copiedBeside() {
  const test = await testContext();
  const given = await createApproval(test);
  const { url } = expectOk(await copyInvitationLink(test.ctx, given.admin, { id: given.request.id }));
  return { test, ...given, copied: URL.parse(url)?.searchParams.get("token") ?? "" };
}

type Copied = Awaited<ReturnType<typeof copiedBeside>>;

describe("an invitation", () => {
  it("keeps its link when it is extended, also after it expired", async () => {
    const test = await testContext();
    const { admin, email, request, token } = await createApproval(test);
    const { id } = request;
    const view = expectOk(await extendInvitation(test.ctx, admin, { id, days: 7 }));
    expect(view.token?.expiresAt).toBe(secondsAfter(test.clock.now(), 21 * day).toISOString());
    test.clock.advance({ days: 22 });
    expect(await findInvitation(test.ctx, token)).toEqual({ state: "expired" });
    expect(expectOk(await extendInvitation(test.ctx, admin, { id, days: 2 }))).toMatchObject({
      status: "approved",
      tokenState: "sent",
    });
    test.clock.advance({ days: 1 });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe("ok");
    expect(codeOf(await extendInvitation(test.ctx, admin, { id, days: 2 }))).toBe("request_already_decided");
  });

  it("is recorded as opened once and stays usable", async () => {
    const test = await testContext();
    const { admin, request, token } = await createApproval(test);
    await findInvitation(test.ctx, token);
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open" });
    const detail = expectOk(await getAccessRequest(test.ctx, admin, { id: request.id }));
    expect(detail).toMatchObject({ tokenState: "opened", token: { openedAt: test.clock.now().toISOString() } });
    expect(detail.timeline.filter(({ kind }) => kind === "opened")).toHaveLength(1);
  });

  it("can be copied; using the emailed link voids the copy", async () => {
    const { test, admin, email, request, token, copied } = await copiedBeside();
    expect(copied).not.toBe(token);
    for (const link of [token, copied]) expect(await findInvitation(test.ctx, link)).toMatchObject({ state: "open" });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).toBe("ok");
    expect(await findInvitation(test.ctx, copied)).toEqual({ state: "used" });
    const late = await register(test.ctx, registerInput({ email, approvalToken: copied }));
    expect(codeOf(late)).toBe("registration_requires_approval");
    expect(codeOf(await copyInvitationLink(test.ctx, admin, { id: request.id }))).toBe("request_already_decided");
    const trace = await test.ctx.db.auditEvent.findFirstOrThrow({ where: { action: "access_request.link_copied" } });
    expect(JSON.stringify(trace, (_, value) => (typeof value === "bigint" ? "" : value))).not.toContain(copied);
  });

  it("keeps the emailed link valid until the email is verified if a copy was used", async () => {
    const { test, admin, email, token, copied, request } = await copiedBeside();
    const planted = registerInput({ email, approvalToken: copied, name: "Rita Reviewer" });
    expectOk(await register(test.ctx, planted));
    expect(await findInvitation(test.ctx, copied)).toEqual({ state: "used" });
    expect(await findInvitation(test.ctx, token)).toMatchObject({ state: "open", email });
    const own = registerInput({ email, approvalToken: token, name: "Jane Doe", password: "OwnersOwnPick22" });
    expectOk(await register(test.ctx, own));
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(email, "verify-email") }));
    expect(await test.ctx.db.user.findUnique({ where: { email } })).toMatchObject({ name: "Jane Doe" });
    expect(codeOf(await logIn(test.ctx, { email, password: planted.password }, nativeAudience))).toBe(
      "invalid_credentials",
    );
    const { timeline } = expectOk(await getAccessRequest(test.ctx, admin, { id: request.id }));
    const named = timeline.filter(({ kind }) => kind === "registered" || kind === "email_verified");
    expect(named.map(({ text }) => text)).toEqual(["Rita Reviewer", "Jane Doe", "Jane Doe"]);
  });

  const proofs = {
    "the verification": async ({ test, email }: Copied) =>
      expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(email, "verify-email") })),
    "a password reset": async ({ test, email }: Copied) => {
      expectOk(await requestPasswordReset(test.ctx, { email }));
      await test.runJobs();
      const token = await test.mails.lastToken(email, "password-reset");
      expectOk(await resetPassword(test.ctx, { token, password: "OwnersOwnPick22" }));
    },
  };
  it.each(Object.entries(proofs))("ends with %s of the account that a copied one has made", async (_name, prove) => {
    const given = await copiedBeside();
    const { test, email, token, copied } = given;
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: copied })));
    await prove(given);
    expect(await findInvitation(test.ctx, token)).toEqual({ state: "used" });
    expect(codeOf(await register(test.ctx, registerInput({ email, approvalToken: token })))).not.toBe("ok");
    const open = { purpose: "APPROVAL", usedAt: null, voidedAt: null } as const;
    expect(await test.ctx.db.oneTimeToken.count({ where: open })).toBe(0);
  });

  it("is used once, also together with a copy at the same time", async () => {
    const { test, email, token, copied } = await copiedBeside();
    const results = await atOnce(6, (index) =>
      register(test.ctx, registerInput({ email, approvalToken: index % 2 === 0 ? token : copied })),
    );
    const used = await test.ctx.db.oneTimeToken.count({ where: { purpose: "APPROVAL", usedAt: { not: null } } });
    expect(results.filter(({ ok }) => ok)).toHaveLength(used);
    expect(await test.ctx.db.user.count({ where: { email } })).toBe(1);
  });

  it("tells the applicant when it is copied", async () => {
    const { test, email } = await copiedBeside();
    expect(await test.mails.last(email, "link-copied")).toMatchObject({ at: test.clock.now() });
  });

  it("can't be copied or used while the approval can be undone", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const { id, email: typed } = await createAccessRequest(test);
    const email = emailOf(typed);
    const approved = expectOk(await approveAccessRequest(test.ctx, admin, { id, undoable: true }));
    const copy = () => copyInvitationLink(test.ctx, admin, { id });
    expect(codeOf(await copy())).toBe("undo_open");
    const token = await test.mails.lastToken(email, "access-approved");
    const signUp = () => register(test.ctx, registerInput({ email, approvalToken: token }));
    expect(codeOf(await signUp())).toBe("registration_requires_approval");
    test.clock.advance({ seconds: 15 });
    expect(approved.undoUntil).toBe(test.clock.now().toISOString());
    expect(codeOf(await copy())).toBe("ok");
    expect(codeOf(await signUp())).toBe("ok");
  });

  it("can be copied only after recent re-authentication and while the approval is open", async () => {
    const test = await testContext();
    const { admin, request } = await createApproval(test);
    const waiting = await createAccessRequest(test);
    expect(codeOf(await copyInvitationLink(test.ctx, admin, { id: waiting.id }))).toBe("request_changed");
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await copyInvitationLink(test.ctx, admin, { id: request.id }))).toBe("step_up_required");
  });

  it("isn't emailed beyond the limit per address; a new approval stands and says so", async () => {
    const test = await testContext({ limits: "mails" });
    const { admin, request, token } = await createApproval(test);
    const { id } = request;
    for (let more = 0; more < 3; more += 1) expectOk(await resendInvitation(test.ctx, admin, { id }));
    const before = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } });
    const refused = await resendInvitation(test.ctx, admin, { id });
    expect(refused).toEqual({ ok: false, error: { code: "rate_limited", retryAfterSeconds: 3600 } });
    expect(await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toEqual(before);
    const bulk = { action: "resend" as const, items: [{ id, version: before.version }] };
    expect(expectOk(await actOnRequests(test.ctx, admin, bulk)).items).toEqual([
      { id, ok: false, code: "rate_limited" },
    ]);

    const again = async () => {
      expectOk(await revokeApproval(test.ctx, admin, { id }));
      return expectOk(await approveAccessRequest(test.ctx, admin, { id }));
    };
    const silent = await again();
    expect(isLinkMissing(silent)).toBe(true);
    const { timeline } = expectOk(await getAccessRequest(test.ctx, admin, { id }));
    const said = timeline.map(({ kind }) => kind).filter((kind) => kind === "approved" || kind === "link_not_mailed");
    expect(said).toEqual(["approved", "approved", "link_not_mailed"]);
    expect(await findInvitation(test.ctx, token)).toEqual({ state: "expired" });

    const { url } = expectOk(await copyInvitationLink(test.ctx, admin, { id }));
    const copied = URL.parse(url)?.searchParams.get("token") ?? "";
    expect(await findInvitation(test.ctx, copied)).toMatchObject({ state: "open" });
    expect(isLinkMissing(expectOk(await getAccessRequest(test.ctx, admin, { id })))).toBe(false);
    test.clock.advance({ hours: 1, seconds: 1 });
    await test.ctx.db.session.updateMany({ data: { firstFactorAt: test.clock.now() } });
    const told = await again();
    expect(isLinkMissing(told)).toBe(false);
    expect((await test.mails.templatesTo(request.email)).filter((name) => name === "access-approved")).toHaveLength(5);
  });

  it("shows a failed email, which resending cancels", async () => {
    const test = await testContext();
    const { admin, request } = await createApproval(test);
    const { id } = request;
    await test.ctx.db.mail.updateMany({
      where: { accessRequestId: id, template: "access-approved" },
      data: { state: "FAILED", lastError: "550 no such mailbox" },
    });
    const detail = expectOk(await getAccessRequest(test.ctx, admin, { id }));
    expect(detail).toMatchObject({ tokenState: "failed", mail: { state: "failed", error: "550 no such mailbox" } });
    expect(expectOk(await resendInvitation(test.ctx, admin, { id })).tokenState).toBe("sent");
    expect(await test.ctx.db.mail.count({ where: { accessRequestId: id, state: "FAILED" } })).toBe(0);
  });
});

describe("a block", () => {
  it("adds to one rejecting rule, rejects a waiting request without an email, and is audited", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const first = await createAccessRequest(test, { email: emailOf("spam@bad.example") });
    const second = await createAccessRequest(test, { email: emailOf("spam@worse.example") });
    const results = await atOnce(2, (index) =>
      blockApplicant(
        test.ctx,
        admin,
        index === 0 ? { id: first.id, what: "domain" } : { id: second.id, what: "address" },
      ),
    );
    expect(tally(results)).toEqual({ ok: 2 });
    const rules = await test.ctx.db.accessRule.findMany();
    expect(rules).toMatchObject([{ subject: "LIST", effect: "REJECT", isEnabled: true }]);
    expect(rules[0]?.patterns.toSorted()).toEqual(["bad.example", "spam@worse.example"]);
    expect(await test.mails.templatesTo(first.email)).toEqual(["access-requested"]);
    const { events, status } = expectOk(await getAccessRequest(test.ctx, admin, { id: first.id }));
    expect(status).toBe("rejected");
    expect(events.map(({ kind }) => kind)).toEqual(["submitted", "blocked", "rejected"]);

    await createAccessRequest(test, { email: emailOf("another@bad.example") });
    await test.runJobs();
    const another = await test.ctx.db.accessRequest.findFirstOrThrow({ where: { email: "another@bad.example" } });
    expect(another).toMatchObject({ status: "REJECTED", decidedByRuleId: rules[0]?.id });
  });

  it.each([
    ["a free-mail domain", "spam@gmail.com"],
    ["a domain below which anybody may register", "spam@github.io"],
  ])("can't block all addresses of %s", async (_kind, email) => {
    const test = await testContext();
    const admin = await signInAdmin(test);
    const { id } = await createAccessRequest(test, { email: emailOf(email) });
    expect(await blockApplicant(test.ctx, admin, { id, what: "domain" })).toMatchObject({
      error: { code: "validation_failed", fieldErrors: { what: ["free_mail_domain"] } },
    });
    expect(codeOf(await blockApplicant(test.ctx, admin, { id, what: "address" }))).toBe("ok");
  });
});

describe("erasing", () => {
  it("leaves only an audit event without the applicant's data", async () => {
    const test = await testContext();
    const { ctx, clock } = test;
    const { admin, request, token } = await createApproval(test, { name: "Marie Rare", useCase: "Sorting uranium" });
    const { id, email } = request;
    const erase = (confirmation: string) => eraseAccessRequest(ctx, admin, { id, confirmation });
    expect(await erase("other@company.example")).toMatchObject({
      error: { code: "validation_failed", fieldErrors: { confirmation: ["request_address"] } },
    });
    expectOk(await erase(email.toUpperCase()));
    expect(await findInvitation(ctx, token)).toEqual({ state: "unknown" });
    const { rows } = await test.database.pool.query(
      `SELECT (SELECT json_agg(a)::text FROM audit_events a) || coalesce((SELECT json_agg(m)::text FROM mails m), '')
         || coalesce((SELECT json_agg(e)::text FROM access_request_events e), '')
         || coalesce((SELECT json_agg(r)::text FROM access_requests r), '') AS kept`,
    );
    for (const word of [email, "Marie Rare", "uranium"]) expect(rows[0]?.kept).not.toContain(word);
    expect(await ctx.db.auditEvent.findFirst({ where: { action: "access_request.erased" } })).toMatchObject({
      targetId: id,
      actorLabel: admin.user.email,
      at: clock.now(),
    });
    expect(codeOf(await erase(email))).toBe("not_found");
  });

  it("requires recent re-authentication and keeps an existing account", async () => {
    const test = await testContext();
    const { admin, email, request, token } = await createApproval(test);
    expectOk(await register(test.ctx, registerInput({ email, approvalToken: token })));
    expectOk(await eraseAccessRequest(test.ctx, admin, { id: request.id, confirmation: email }));
    expect(await test.ctx.db.user.count({ where: { email } })).toBe(1);
    const other = await createAccessRequest(test);
    test.clock.advance({ minutes: 10 });
    const late = await eraseAccessRequest(test.ctx, admin, { id: other.id, confirmation: other.email });
    expect(codeOf(late)).toBe("step_up_required");
  });
});

it("a block doesn't enable a rule that an admin has turned off", async () => {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const { id } = await createAccessRequest(test);
  expectOk(await blockApplicant(test.ctx, admin, { id, what: "address" }));
  await test.ctx.db.accessRule.updateMany({ data: { isEnabled: false } });
  expectOk(await blockApplicant(test.ctx, admin, { id, what: "address" }));
  const rules = await test.ctx.db.accessRule.findMany({ orderBy: { position: "asc" } });
  expect(rules.map(({ isEnabled }) => isEnabled)).toEqual([true, false]);
});
