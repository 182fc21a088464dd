import { describe, expect, it } from "vitest";
import type { RequestOptions } from "@/lib/core/sign-in/passkeys/assertion";
import type { CreationOptions } from "@/lib/core/sign-in/passkeys/registration";
import { createUser, testPassword } from "@/tests/support/factories";
import { type NativeAnswer, NativeClient, textAt } from "@/tests/support/native-client";
import { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { testContext } from "@/tests/support/test-context";

function optionsOf<Options>({ status, data }: NativeAnswer): Options {
  expect(status).toBe(200);
  return (data as { options: Options }).options;
}

async function owner(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  const authenticator = new SoftAuthenticator();
  const question = optionsOf<CreationOptions>(await api.post("passkeys/registration-options"));
  const added = await api.post("passkeys", { name: "Work laptop", response: authenticator.create(question) });
  return { test, user, api, authenticator, added, id: textAt(added, "passkey.id") };
}

describe("POST passkeys, GET passkeys, PATCH and DELETE passkeys/{id}", () => {
  it("201: adds one, lists it, renames it and removes it", async () => {
    const { test, api, added, id } = await owner();
    expect(added.status).toBe(201);
    const createdAt = test.clock.now().toISOString();
    const passkey = { id, name: "Work laptop", createdAt, lastUsedAt: null, synced: false };
    expect(added.data).toEqual({ passkey });
    expect((await api.get("passkeys")).data).toEqual({ passkeys: [passkey] });
    const renamed = await api.patch(`passkeys/${id}`, { name: "Desk" });
    expect(renamed.data).toEqual({ passkey: { ...passkey, name: "Desk" } });
    expect((await api.delete(`passkeys/${id}`)).status).toBe(200);
    expect((await api.get("passkeys")).data).toEqual({ passkeys: [] });
  });

  it("400: refuses an answer that was taken already", async () => {
    const { api, authenticator } = await owner();
    const question = optionsOf<CreationOptions>(await api.post("passkeys/registration-options"));
    const body = { name: "Phone", response: authenticator.create(question) };
    expect((await api.post("passkeys", body)).status).toBe(201);
    expect(await api.post("passkeys", body)).toMatchObject({ status: 400, error: { code: "PASSKEY_REJECTED" } });
  });

  it("403: adding and removing need a recent proof, and a passkey gives it", async () => {
    const { test, api, authenticator, id } = await owner();
    test.clock.advance({ minutes: 11 });
    expect((await api.post("passkeys/registration-options")).error?.code).toBe("STEP_UP_REQUIRED");
    expect((await api.delete(`passkeys/${id}`)).error?.code).toBe("STEP_UP_REQUIRED");
    const question = optionsOf<RequestOptions>(await api.post("step-up/passkey-options"));
    const response = authenticator.get(question);
    const proven = await api.post("step-up/passkey", { response });
    expect(proven.data).toEqual({ provenUntil: "2026-03-02T09:21:00.000Z" });
    expect((await api.post("step-up/passkey", { response })).error?.code).toBe("PASSKEY_REJECTED");
    expect((await api.delete(`passkeys/${id}`)).status).toBe(200);
    expect((await api.post("step-up/passkey-options")).error?.code).toBe("PASSKEY_NOT_FOUND");
  });

  it("404: another account's passkey does not exist", async () => {
    const { test, api, id } = await owner();
    const stranger = api.another();
    await stranger.signIn(await createUser(test));
    expect(await stranger.patch(`passkeys/${id}`, { name: "Mine" })).toMatchObject({ status: 404 });
    expect(await stranger.delete(`passkeys/${id}`)).toMatchObject({ status: 404 });
  });

  it("409: the last way in stays", async () => {
    const { test, api, user, id } = await owner();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    expect(await api.delete(`passkeys/${id}`)).toMatchObject({ status: 409, error: { code: "LAST_WAY_IN" } });
  });
});

describe("POST login/passkey", () => {
  it("200: signs in without name, password or code", async () => {
    const { api, user, authenticator } = await owner({ mfa: true });
    const fresh = api.another();
    const response = authenticator.get(optionsOf<RequestOptions>(await fresh.post("login/passkey-options")));
    const signedIn = await fresh.post("login/passkey", { response });
    expect(signedIn).toMatchObject({ status: 200, data: { user: { email: user.email } } });
    expect(signedIn.setCookies).toHaveLength(2);
    expect((await fresh.get("profile")).status).toBe(200);
    const replayed = await api.another().post("login/passkey", { response });
    expect(replayed).toMatchObject({ status: 400, error: { code: "PASSKEY_REJECTED" } });
  });
});

describe("POST login/mfa-passkey", () => {
  it("200: takes the place of the code, and says how many tries are left", async () => {
    const { api, user, authenticator } = await owner({ mfa: true });
    const fresh = api.another();
    const mfaTicket = textAt(await fresh.post("login", { email: user.email, password: testPassword }), "mfaTicket");
    const ask = async () => optionsOf<RequestOptions>(await fresh.post("login/mfa-passkey-options", { mfaTicket }));
    const wrong = authenticator.get({ ...(await ask()), challenge: "c29tZXRoaW5n" });
    const refused = await fresh.post("login/mfa-passkey", { mfaTicket, response: wrong });
    expect(refused).toMatchObject({ status: 400, error: { code: "PASSKEY_REJECTED" } });
    expect(refused.error?.message).toContain("4 attempts left");
    const signedIn = await fresh.post("login/mfa-passkey", { mfaTicket, response: authenticator.get(await ask()) });
    expect(signedIn.status).toBe(200);
    expect((await fresh.post("login/mfa-passkey-options", { mfaTicket })).error?.code).toBe("MFA_TICKET_INVALID");
  });
});
