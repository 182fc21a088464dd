import { describe, expect, it } from "vitest";
import { actorOf, createUser, signIn } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { addPasskey, passkeyOwner } from "@/tests/support/passkeys";
import { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { testContext } from "@/tests/support/test-context";
import { isRecentlyProven } from "../../kernel/actors";
import { listPasskeys, removePasskey, renamePasskey } from "./passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "./registration";
import { finishPasskeyStepUp, startPasskeyStepUp } from "./step-up";

async function signedIn() {
  const test = await testContext();
  const user = await createUser(test);
  const { actor } = await signIn(test, user);
  return { test, ctx: test.ctx, user, actor, authenticator: new SoftAuthenticator() };
}

describe("adding a passkey", () => {
  it("asks for one that works without a name and checks who holds it, and tells no address by its handle", async () => {
    const { ctx, user, actor } = await signedIn();
    const options = expectOk(await startPasskeyRegistration(ctx, actor));
    expect(options.rp).toEqual({ id: "localhost", name: "Foyer" });
    expect(options.user).toMatchObject({ name: user.email, displayName: user.name });
    expect(Buffer.from(options.user.id, "base64url").toString()).toBe(user.id);
    expect(options.authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
  });

  it("lists it under its name and tells the owner by mail", async () => {
    const { test, ctx, user, actor } = await signedIn();
    const added = await addPasskey(test, actor, new SoftAuthenticator({ synced: true }), "Phone");
    expect(expectOk(await listPasskeys(ctx, actor, {})).passkeys).toEqual([added]);
    expect(added).toMatchObject({ name: "Phone", synced: true, lastUsedAt: null });
    expect(await test.mails.templatesTo(user.email)).toEqual(["passkey-added"]);
    expect(await ctx.db.auditEvent.count({ where: { action: "passkey.added", subjectId: user.id } })).toBe(1);
  });

  it("does not offer an authenticator that is known, and refuses its passkey for anybody else", async () => {
    const { test, ctx, actor, authenticator } = await signedIn();
    await addPasskey(test, actor, authenticator);
    const known = authenticator.credentials[0]?.id;
    const again = expectOk(await startPasskeyRegistration(ctx, actor));
    expect(again.excludeCredentials?.map(({ id }) => id)).toEqual([known?.toString("base64url")]);
    const stranger = (await signIn(test, await createUser(test))).actor;
    const response = authenticator.create(expectOk(await startPasskeyRegistration(ctx, stranger)), known);
    expect(codeOf(await finishPasskeyRegistration(ctx, stranger, { name: "Key", response }))).toBe("passkey_rejected");
  });

  it("happens once of ten answers to one challenge at the same moment", async () => {
    const { ctx, actor, authenticator } = await signedIn();
    const options = expectOk(await startPasskeyRegistration(ctx, actor));
    const results = await atOnce(10, () =>
      finishPasskeyRegistration(ctx, actor, { name: "Key", response: authenticator.create(options) }),
    );
    expect(tally(results)).toEqual({ ok: 1, passkey_rejected: 9 });
  });

  it("rejects an answer to somebody else's challenge", async () => {
    const { test, ctx, actor, authenticator } = await signedIn();
    const options = expectOk(await startPasskeyRegistration(ctx, actor));
    const stranger = (await signIn(test, await createUser(test))).actor;
    const response = authenticator.create(options);
    expect(codeOf(await finishPasskeyRegistration(ctx, stranger, { name: "Key", response }))).toBe("passkey_rejected");
  });

  it.each([
    ["made for another site", { origin: "http://localhost.evil.example:3000" }],
    ["whose authenticator did not check who holds it", { verifiesUser: false }],
  ])("rejects one %s", async (_what, traits) => {
    const { ctx, actor } = await signedIn();
    const options = expectOk(await startPasskeyRegistration(ctx, actor));
    const response = new SoftAuthenticator(traits).create(options);
    expect(codeOf(await finishPasskeyRegistration(ctx, actor, { name: "Key", response }))).toBe("passkey_rejected");
    expect(await ctx.db.passkey.count()).toBe(0);
  });

  it("must happen within five minutes", async () => {
    const { test, ctx, actor, authenticator } = await signedIn();
    const options = expectOk(await startPasskeyRegistration(ctx, actor));
    test.clock.advance({ minutes: 5 });
    const response = authenticator.create(options);
    expect(codeOf(await finishPasskeyRegistration(ctx, actor, { name: "Key", response }))).toBe("passkey_rejected");
  });

  it("needs a proof of the last ten minutes, at both ends", async () => {
    const { test, ctx, actor, authenticator } = await signedIn();
    test.clock.advance({ minutes: 9 });
    const response = authenticator.create(expectOk(await startPasskeyRegistration(ctx, actor)));
    test.clock.advance({ minutes: 1 });
    expect(codeOf(await finishPasskeyRegistration(ctx, actor, { name: "Key", response }))).toBe("step_up_required");
    expect(codeOf(await startPasskeyRegistration(ctx, actor))).toBe("step_up_required");
  });

  it("ends at twenty, however many come at once", async () => {
    const { test, ctx, actor, authenticator } = await signedIn();
    for (let count = 0; count < 18; count += 1) await addPasskey(test, actor, authenticator, `Key ${count}`);
    const asked = await Promise.all(
      Array.from({ length: 4 }, async () => expectOk(await startPasskeyRegistration(ctx, actor))),
    );
    const results = await Promise.all(
      asked.map((options) =>
        finishPasskeyRegistration(ctx, actor, { name: "Late", response: authenticator.create(options) }),
      ),
    );
    expect(tally(results)).toEqual({ ok: 2, too_many_passkeys: 2 });
    expect(codeOf(await startPasskeyRegistration(ctx, actor))).toBe("too_many_passkeys");
  });
});

describe("renaming a passkey", () => {
  it("changes its name alone", async () => {
    const test = await testContext();
    const { actor, passkey } = await passkeyOwner(test);
    const renamed = expectOk(await renamePasskey(test.ctx, actor, { id: passkey.id, name: "Desk" }));
    expect(renamed.passkey).toEqual({ ...passkey, name: "Desk" });
  });

  it("doesn't work for another user", async () => {
    const test = await testContext();
    const { passkey } = await passkeyOwner(test);
    const stranger = await passkeyOwner(test);
    const input = { id: passkey.id, name: "Mine" };
    expect(codeOf(await renamePasskey(test.ctx, stranger.actor, input))).toBe("passkey_not_found");
  });
});

describe("removing a passkey", () => {
  it("tells the owner, and happens once of ten at the same moment", async () => {
    const test = await testContext();
    const { actor, user, passkey } = await passkeyOwner(test);
    const results = await atOnce(10, () => removePasskey(test.ctx, actor, { id: passkey.id }));
    expect(tally(results)).toEqual({ ok: 1, passkey_not_found: 9 });
    expect(await test.mails.templatesTo(user.email)).toEqual(["passkey-added", "passkey-removed"]);
  });

  it("needs a recent proof, and is its owner's business alone", async () => {
    const test = await testContext();
    const owner = await passkeyOwner(test);
    const stranger = await passkeyOwner(test);
    expect(codeOf(await removePasskey(test.ctx, stranger.actor, { id: owner.passkey.id }))).toBe("passkey_not_found");
    test.clock.advance({ minutes: 10 });
    expect(codeOf(await removePasskey(test.ctx, owner.actor, { id: owner.passkey.id }))).toBe("step_up_required");
  });

  it("takes back what it has proven, in every session that used it and in no other", async () => {
    const test = await testContext();
    const { actor, user, authenticator, passkey } = await passkeyOwner(test);
    const others = (await signIn(test, user)).session;
    const response = authenticator.get(expectOk(await startPasskeyStepUp(test.ctx, actor)));
    const { session } = expectOk(await finishPasskeyStepUp(test.ctx, actor, { response }));
    const isProven = async (of: typeof session) => isRecentlyProven(test.ctx, await actorOf(test, of));
    expect(await isProven(session)).toBe(true);
    expectOk(await removePasskey(test.ctx, await actorOf(test, others), { id: passkey.id }));
    expect(await isProven(session)).toBe(false);
    expect((await actorOf(test, session)).session.secondFactorAt).toBeNull();
    expect(await isProven(others)).toBe(true);
  });

  it("leaves the last way in, even when two are removed at the same moment", async () => {
    const test = await testContext();
    const { actor, user, authenticator, passkey } = await passkeyOwner(test);
    const second = await addPasskey(test, actor, authenticator, "Phone");
    await test.ctx.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    const ids = [passkey.id, second.id];
    const results = await Promise.all(ids.map((id) => removePasskey(test.ctx, actor, { id })));
    expect(tally(results)).toEqual({ ok: 1, last_way_in: 1 });
  });

  it("may take the last one where a connected account signs in", async () => {
    const test = await testContext();
    const { actor, user, passkey } = await passkeyOwner(test);
    await test.ctx.db.user.update({
      where: { id: user.id },
      data: {
        passwordHash: null,
        externalIdentities: { create: { provider: "github", subject: "7", email: user.email } },
      },
    });
    expect(codeOf(await removePasskey(test.ctx, actor, { id: passkey.id }))).toBe("ok");
  });
});
