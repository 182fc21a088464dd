import { describe, expect, it } from "vitest";
import { createUser, signIn, strangeToken, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { askedBy, testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "../sign-in/log-in";
import { invite } from "../tenants/invitations";
import { changePassword, resetPassword } from "./password";
import { raiseAlarm } from "./raise-alarm";
import { joinWithNewAccount } from "./sign-up/join-with-new-account";

const newPassword = "another horse battery";

async function stolenAccount() {
  const test = await testContext();
  const user = await createUser(test);
  const thief = await signIn(test, user);
  expectOk(await changePassword(test.ctx, thief.actor, { currentPassword: testPassword, newPassword }));
  return { test, user, thief, token: await test.mails.lastToken(user.email, "password-changed") };
}

describe("this wasn't me", () => {
  it("ends every session and the password at once, and leads to a new one", async () => {
    const { test, user, thief, token } = await stolenAccount();
    const { resetToken } = expectOk(await raiseAlarm(test.ctx, { token }));
    expect(await resolveSession(test.ctx, thief.session.accessToken, nativeAudience)).toBeNull();
    const { email } = user;
    expect(codeOf(await logIn(test.ctx, { email, password: newPassword }, nativeAudience))).toBe("invalid_credentials");
    expectOk(await resetPassword(test.ctx, { token: resetToken, password: "the owner is back" }));
    expect(codeOf(await logIn(test.ctx, { email, password: "the owner is back" }, nativeAudience))).toBe("ok");
  });

  it("takes away what was added to get in, and leaves what was there before", async () => {
    const { test, user, token } = await stolenAccount();
    const { db } = test.ctx;
    const passkey = { userId: user.id, publicKey: Buffer.from("k"), transports: [], backedUp: false };
    const old = new Date(test.clock.now().getTime() - 8 * 24 * 3600 * 1000);
    await db.passkey.create({ data: { ...passkey, credentialId: Buffer.from("old"), name: "Old", createdAt: old } });
    const now = test.clock.now();
    await db.passkey.create({ data: { ...passkey, credentialId: Buffer.from("new"), name: "New", createdAt: now } });
    const identity = { userId: user.id, provider: "google", email: "thief@evil.example" };
    await db.externalIdentity.create({ data: { ...identity, subject: "1", createdAt: now } });
    await db.totpCredential.create({
      data: { userId: user.id, sealedSecret: "x", lastStep: 0, enabledAt: now },
    });
    const key = { userId: user.id, tenantId: user.tenantId, name: "thief", publicId: "x", lastFour: "x" };
    await db.apiKey.create({ data: { ...key, keyHash: Buffer.from("x"), createdAt: now } });
    expectOk(await raiseAlarm(test.ctx, { token }));
    expect(await db.apiKey.count({ where: { revokedAt: null } })).toBe(0);
    expect((await db.passkey.findMany()).map(({ name }) => name)).toEqual(["Old"]);
    expect(await db.externalIdentity.count()).toBe(0);
    expect(await db.totpCredential.count()).toBe(0);
  });

  it("withdraws the invitations that were sent meanwhile, and leaves those from before", async () => {
    const { test, user, thief, token } = await stolenAccount();
    const { db } = test.ctx;
    const now = test.clock.now().getTime();
    const day = 24 * 3600 * 1000;
    const before = { createdAt: new Date(now - 8 * day), expiresAt: new Date(now + 6 * day) };
    const data = { tenantId: user.tenantId, role: "MEMBER" as const, email: "friend@acme.example" };
    await db.invitation.create({ data: { ...data, invitedById: user.id, ...before } });
    const email = uniqueEmail("thief");
    expectOk(await invite(test.ctx, thief.actor, { email, role: "owner" }));
    const invitation = await test.mails.lastToken(email, "invitation");
    expectOk(await raiseAlarm(test.ctx, { token }));
    const joining = { token: invitation, name: "Thea Thief", password: testPassword };
    expect(codeOf(await joinWithNewAccount(test.ctx, joining))).toBe("token_invalid");
    const open = await db.invitation.findMany({ where: { revokedAt: null } });
    expect(open.map((one) => one.email)).toEqual(["friend@acme.example"]);
  });

  it("leaves a second factor that is older than the alarm's reach", async () => {
    const test = await testContext();
    const user = await createUser(test, { mfa: true });
    test.clock.advance({ days: 8 });
    const { actor } = await signIn(test, user);
    test.clock.advance({ seconds: 30 });
    expectOk(await changePassword(test.ctx, actor, { currentPassword: testPassword, newPassword }));
    expectOk(await raiseAlarm(test.ctx, { token: await test.mails.lastToken(user.email, "password-changed") }));
    expect(await test.ctx.db.totpCredential.count()).toBe(1);
    expect(await test.ctx.db.recoveryCode.count()).toBe(10);
  });

  it("makes every browser a stranger again", async () => {
    const { test, user, token } = await stolenAccount();
    const browser = askedBy(test, { deviceToken: null });
    expectOk(await logIn(browser.ctx, { email: user.email, password: newPassword }, nativeAudience));
    expect(await test.ctx.db.knownDevice.count()).toBe(1);
    expectOk(await raiseAlarm(test.ctx, { token }));
    expect(await test.ctx.db.knownDevice.count()).toBe(0);
  });

  it("works once, for a week, and only for the address that it was mailed to", async () => {
    const { test, token } = await stolenAccount();
    expect(tally(await atOnce(10, () => raiseAlarm(test.ctx, { token })))).toEqual({ ok: 1, token_invalid: 9 });
    expect(codeOf(await raiseAlarm(test.ctx, { token: strangeToken() }))).toBe("token_invalid");

    const later = await stolenAccount();
    later.test.clock.advance({ days: 7, seconds: 1 });
    expect(codeOf(await raiseAlarm(later.test.ctx, { token: later.token }))).toBe("token_invalid");

    const moved = await stolenAccount();
    await moved.test.ctx.db.user.update({ where: { id: moved.user.id }, data: { email: "moved@company.example" } });
    expect(codeOf(await raiseAlarm(moved.test.ctx, { token: moved.token }))).toBe("token_invalid");
  });
});
