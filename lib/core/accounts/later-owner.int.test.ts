import { describe, expect, it } from "vitest";
import { alwaysOk } from "@/lib/core/kernel/result";
import { inertText } from "@/lib/platform/mail/inert-text";
import { listActivitySchema } from "@/lib/values/forms";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import {
  createAccessRequest,
  createApproval,
  createUser,
  emailOf,
  registerInput,
  signIn,
  signInAdmin,
  type TestUser,
  testPassword,
  uniqueEmail,
} from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { findOwnRequest } from "../access-requests/applicant";
import { getAccessRequest } from "../access-requests/detail";
import { listAccessRequests } from "../access-requests/queue";
import { listActivity } from "../audit/list-activity";
import { secondsAfter } from "../kernel/lifetimes";
import { completeDueDeletions, scheduleDeletion } from "./deletion";
import { changeEmail, confirmEmailChange } from "./email-change";
import { exportAccount } from "./export-account";
import { getUser } from "./get-user";
import { register } from "./sign-up/register";
import { verifyEmail } from "./sign-up/verify-email";

async function person(test: TestContext, id: string): Promise<TestUser> {
  const { email, name, tenantId } = await test.ctx.db.user.findUniqueOrThrow({ where: { id } });
  return { id, tenantId, name, email: emailOf(email), password: testPassword, totpSecret: "", recoveryCodes: [] };
}

async function moved() {
  const test = await testContext({ limits: "counting" });
  const words = { name: "Ana Early", organization: "Early Works" };
  const { email: shared, request, token } = await createApproval(test, words);
  const link = await test.mails.lastToken(shared, "access-requested");
  expectOk(await register(test.ctx, registerInput({ ...words, email: shared, approvalToken: token })));
  expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(shared, "verify-email") }));
  const { id } = await test.ctx.db.user.findUniqueOrThrow({ where: { email: shared } });
  const session = await signIn(test, await person(test, id));
  const newEmail = uniqueEmail("ana");
  expectOk(await changeEmail(test.ctx, session.actor, { newEmail, currentPassword: testPassword }));
  const change = await test.mails.lastToken(newEmail, "email-change-confirm");
  expectOk(await confirmEmailChange(test.ctx, { token: change }));
  test.clock.advance({ days: 30 });
  const { actor } = await signIn(test, await person(test, id));
  const later = await createAccessRequest(test, {
    email: emailOf(shared),
    name: "Bo Later",
    organization: "Later Secret GmbH",
    useCase: "Bo's plans.",
  });
  return { test, actor, userId: id, shared, first: request, later, link };
}

async function exported(test: TestContext, actor: Parameters<typeof exportAccount>[1]): Promise<string> {
  let document = "";
  for await (const piece of expectOk(exportAccount(test.ctx, actor))) document += piece;
  return document;
}

const guest = "guest@company.example";

const says = (text: string) => ({ subject: "Hello", text, html: `<p>${text}</p>` });

const both = (text: string) => ({ message: says(text), preview: says(text) });

async function mailTo(test: TestContext, to: string, text: string): Promise<string> {
  const { id } = await test.ctx.db.mail.create({
    data: {
      to,
      template: "invitation",
      locale: "en",
      state: "SENT",
      preview: says(text),
      createdAt: test.clock.now(),
      message: { create: { to, from: "foyer@localhost", template: "invitation", ...says(text) } },
    },
  });
  return id;
}

function said(test: TestContext, id: string | undefined) {
  return test.ctx.db.mail.findUnique({
    where: { id: id ?? "" },
    select: { preview: true, message: { select: { subject: true, text: true, html: true } } },
  });
}

async function deleteNow(test: TestContext, actor: Parameters<typeof scheduleDeletion>[1]): Promise<void> {
  expectOk(await scheduleDeletion(test.ctx, actor, { confirmation: "delete", currentPassword: testPassword }));
  test.clock.advance({ days: 7 });
  expect(await completeDueDeletions(test.ctx)).toBe(1);
}

describe("a request from an address that an account has left", () => {
  it("is a request of its own, and leaves the registered one to its account", async () => {
    const { test, userId, shared, first, later } = await moved();
    expect(later.id).not.toBe(first.id);
    expect(later).toMatchObject({ status: "PENDING", userId: null, name: "Bo Later" });
    const stored = await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id: first.id } });
    expect(stored).toMatchObject({ email: shared, status: "REGISTERED", userId, name: "Ana Early" });
  });

  it("is not in the export of the account before", async () => {
    const { test, actor } = await moved();
    const document = await exported(test, actor);
    expect(document).not.toContain("Later Secret GmbH");
    expect(JSON.parse(document).account.accessRequest).toMatchObject({ name: "Ana Early", status: "REGISTERED" });
  });

  it("stays when the account before is deleted, with its mails and links", async () => {
    const { test, actor, shared, first, later } = await moved();
    const link = await test.mails.lastToken(shared, "access-requested");
    await deleteNow(test, actor);
    const left = await test.ctx.db.accessRequest.findMany();
    expect(left.map(({ id }) => id)).toEqual([later.id]);
    expect(await findOwnRequest(test.ctx, link)).toMatchObject({ state: "waiting", organization: "Later Secret GmbH" });
    const about = await test.ctx.db.mail.findMany({ where: { accessRequestId: { not: null } } });
    expect(new Set(about.map(({ accessRequestId }) => accessRequestId))).toEqual(new Set([later.id]));
    expect(about.map(({ accessRequestId }) => accessRequestId)).not.toContain(first.id);
  });

  it("does not open to the link that the account's owner was mailed", async () => {
    const { test, link } = await moved();
    expect(await findOwnRequest(test.ctx, link)).toMatchObject({ state: "registered", organization: "Early Works" });
  });

  it("shows reviewers nothing of the account before, nor the account anything of it", async () => {
    const { test, actor, userId, later, first } = await moved();
    const admin = await signInAdmin(test);
    const { items } = alwaysOk(
      await listAccessRequests(test.ctx, admin, listAccessRequestsSchema.parse({ status: "pending" })),
    );
    expect(items.map(({ id }) => id)).toEqual([later.id]);
    const detail = expectOk(await getAccessRequest(test.ctx, admin, { id: later.id }));
    expect(detail.timeline.map(({ kind }) => kind)).not.toContain("first_login");
    expect(JSON.stringify(detail.timeline)).not.toContain("Early Works");
    const user = expectOk(await getUser(test.ctx, admin, { id: userId }));
    expect(user.accessRequest).toMatchObject({ id: first.id, status: "registered" });
    const activity = await listActivity(test.ctx, actor, listActivitySchema.parse({}));
    expect(JSON.stringify(activity)).not.toContain(later.id);
  });

  it("gets an account whose export and deletion leave the account before alone", async () => {
    const { test, userId, shared, first, later } = await moved();
    await test.ctx.db.accessRequest.update({ where: { id: later.id }, data: { status: "APPROVED" } });
    const bo = await test.ctx.db.user.create({
      data: {
        email: shared,
        name: "Bo Later",
        emailVerifiedAt: test.clock.now(),
        passwordHash: (await test.ctx.db.user.findUniqueOrThrow({ where: { id: userId } })).passwordHash,
        tenant: { create: { name: "Later Secret GmbH", buyerMode: "OTHER" } },
      },
    });
    await test.ctx.db.accessRequest.update({
      where: { id: later.id },
      data: { status: "REGISTERED", userId: bo.id },
    });
    const { actor } = await signIn(test, await person(test, bo.id));
    expect(await exported(test, actor)).not.toContain("Early Works");
    await deleteNow(test, actor);
    expect((await test.ctx.db.accessRequest.findMany()).map(({ id }) => id)).toEqual([first.id]);
  });
});

describe("a deleted account", () => {
  it("leaves no mail to an address that it had or asked for, and no name in a mail to others", async () => {
    const test = await testContext({ limits: "counting" });
    const words = { name: "Ana Early", organization: "Early Works" };
    const { email: shared, token } = await createApproval(test, words);
    expectOk(await register(test.ctx, registerInput({ ...words, email: shared, approvalToken: token })));
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(shared, "verify-email") }));
    const { id } = await test.ctx.db.user.findUniqueOrThrow({ where: { email: shared } });
    const given = uniqueEmail("given");
    const { actor: first } = await signIn(test, await person(test, id));
    expectOk(await changeEmail(test.ctx, first, { newEmail: given, currentPassword: testPassword }));
    expectOk(await confirmEmailChange(test.ctx, { token: await test.mails.lastToken(given, "email-change-confirm") }));
    const { actor } = await signIn(test, await person(test, id));
    const asked = uniqueEmail("asked");
    expectOk(await changeEmail(test.ctx, actor, { newEmail: asked, currentPassword: testPassword }));
    await test.ctx.db.invitation.create({
      data: {
        tenantId: actor.tenant.id,
        email: guest,
        role: "MEMBER",
        invitedById: id,
        createdAt: test.clock.now(),
        expiresAt: secondsAfter(test.clock.now(), 3600),
      },
    });
    const invited = await mailTo(test, guest, "Ana\nEarly invites you to Early Works.");
    const written = await mailTo(test, guest, `Write to ${inertText(shared)}.`);
    const others = await mailTo(test, guest, "Anastasia Earlyson invites you.");
    await deleteNow(test, actor);
    for (const to of [shared, asked]) expect(await test.ctx.db.mail.count({ where: { to } }), to).toBe(0);
    const toGiven = await test.ctx.db.mail.findMany({ where: { to: given } });
    expect(toGiven.map(({ template }) => template)).toEqual(["account-deleted"]);
    expect(await said(test, invited)).toEqual(both("a deleted account invites you to Early Works."));
    expect(await said(test, written)).toEqual(both("Write to a deleted account."));
    expect(await said(test, others)).toEqual(both("Anastasia Earlyson invites you."));
  });

  it.each(["account", "Foyer", "p", "waits", ".*", "Ana Early"])(
    "leaves every mail to others that does not certainly say it, also with the name %s",
    async (name) => {
      const test = await testContext({ limits: "counting" });
      const user = await createUser(test, { name });
      const { actor } = await signIn(test, user);
      const texts = [
        `Hello, your account at Foyer waits. Ana Early says .* to the table`,
        `Write to x${user.email}, or ${user.email}.example.`,
        `${name} invites you to Other Works.`,
      ];
      const kept = await Promise.all(texts.map((text) => mailTo(test, guest, text)));
      const about = await mailTo(test, guest, `${name} (${user.email}) has joined.`);
      await deleteNow(test, actor);
      for (const [index, text] of texts.entries()) expect(await said(test, kept[index])).toEqual(both(text));
      expect(await said(test, about)).toEqual(both("a deleted account (a deleted account) has joined."));
    },
  );

  it("leaves the mails to a former address from after it, and those that say it of the next owner", async () => {
    const { test, actor, shared } = await moved();
    const invitation = await mailTo(test, shared, "Bo, join Later Secret GmbH.");
    const aboutNext = await mailTo(test, guest, `Bo Later (${shared}) has joined.`);
    await deleteNow(test, actor);
    expect(await said(test, invitation)).toEqual(both("Bo, join Later Secret GmbH."));
    expect(await said(test, aboutNext)).toEqual(both(`Bo Later (${shared}) has joined.`));
    const toShared = await test.ctx.db.mail.findMany({ where: { to: shared }, select: { template: true } });
    expect(toShared.map(({ template }) => template).sort()).toEqual(["access-requested", "invitation"]);
  });

  it("leaves the mails to its address from before it had it, which its export does not have either", async () => {
    const test = await testContext({ limits: "counting" });
    const user = await createUser(test);
    const { actor: before } = await signIn(test, user);
    const taken = uniqueEmail("taken");
    const earlier = await mailTo(test, taken, "Cy, join the choir.");
    test.clock.advance({ days: 30 });
    expectOk(await changeEmail(test.ctx, before, { newEmail: taken, currentPassword: testPassword }));
    expectOk(await confirmEmailChange(test.ctx, { token: await test.mails.lastToken(taken, "email-change-confirm") }));
    const { actor } = await signIn(test, { ...user, email: taken });
    expect(JSON.parse(await exported(test, actor)).mails).not.toContainEqual(
      expect.objectContaining({ template: "invitation" }),
    );
    await deleteNow(test, actor);
    expect(await said(test, earlier)).toEqual(both("Cy, join the choir."));
  });
});
