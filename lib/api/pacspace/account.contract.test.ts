import { describe, expect, it } from "vitest";
import { createUser, strangeToken, testPassword, totpCode } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

async function signedIn(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  return { test, user, api };
}

describe("GET and PATCH profile", () => {
  it("200: shows the person and the tenant, field by field", async () => {
    const { api, user } = await signedIn();
    const profile = await api.get("profile");
    expect(profile.data).toEqual({
      id: user.id,
      email: user.email,
      name: "Jo Doe",
      phone: null,
      role: "owner",
      isAdmin: false,
      emailVerified: true,
      mfaEnabled: false,
      preferredEnvironment: "sandbox",
      tenant: {
        id: user.tenantId,
        name: "Blue Harbour",
        plan: "FREE",
        buyerMode: "DIRECT_INFERENCE_VENDOR",
        environments: { sandbox: "active", production: "none" },
      },
      createdAt: "2026-03-02T09:00:00.000Z",
    });
  });

  it("200: changes name and phone, and leaves what is absent", async () => {
    const { api } = await signedIn();
    expect((await api.patch("profile", { name: " Jo  New " })).data).toMatchObject({ name: "Jo  New", phone: null });
    const phone = "+49 30 1234567";
    expect((await api.patch("profile", { phone })).data).toMatchObject({ name: "Jo  New", phone });
    expect((await api.patch("profile", { phone: "" })).data).toMatchObject({ phone: null });
    expect((await api.get("profile")).data).toMatchObject({ name: "Jo  New", phone: null });
  });

  it("400: refuses what nobody may set about themselves", async () => {
    const { api } = await signedIn();
    const before = (await api.get("profile")).data;
    for (const field of ["role", "isAdmin", "emailVerified", "tenantId", "plan", "mfaEnabled", "createdAt", "id"]) {
      const { status, error } = await api.patch("profile", { name: "Jo", [field]: true });
      expect({ status, fields: Object.keys(error?.fieldErrors ?? {}) }).toEqual({ status: 400, fields: [field] });
    }
    expect((await api.get("profile")).data).toEqual(before);
  });

  it("HEAD answers without a body", async () => {
    const { api } = await signedIn();
    expect((await api.send("HEAD", "profile")).status).toBe(200);
  });
});

describe("PATCH preferences", () => {
  it("200: chooses the environment and answers the profile", async () => {
    const { api } = await signedIn();
    const saved = await api.patch("preferences", { preferredEnvironment: "production" });
    expect(saved.data).toMatchObject({ preferredEnvironment: "production" });
    expect((await api.get("profile")).data).toMatchObject({ preferredEnvironment: "production" });
  });

  it("400: knows two environments", async () => {
    const { api } = await signedIn();
    const { error } = await api.patch("preferences", { preferredEnvironment: "staging" });
    expect(error).toMatchObject({ code: "VALIDATION_FAILED" });
    expect(error?.fieldErrors?.preferredEnvironment).toEqual(["Choose one of the allowed values."]);
  });
});

describe("POST change-email and GET verify-email-change", () => {
  const change = { newEmail: "new@company.example", currentPassword: testPassword };

  it("200: changes nothing until the link mailed to the new address is used; twice is a success", async () => {
    const { test, api, user } = await signedIn();
    const asked = await api.post("change-email", change);
    expect(asked).toMatchObject({ status: 200, data: { newEmail: change.newEmail } });
    expect((await api.get("profile")).data).toMatchObject({ email: user.email });
    expect(await test.mails.templatesTo(user.email)).toEqual(["email-change-requested"]);

    const token = await test.mails.lastToken(change.newEmail, "email-change-confirm");
    expect((await api.send("HEAD", `verify-email-change?token=${token}`)).status).toBe(204);
    expect((await api.get("profile")).data).toMatchObject({ email: user.email });
    for (const _ of [1, 2]) {
      const confirmed = await api.get(`verify-email-change?token=${token}`);
      expect(confirmed).toMatchObject({ status: 200, data: { email: change.newEmail } });
    }
    expect((await api.get("profile")).data).toMatchObject({ email: change.newEmail });
  });

  it("200: answers an address that somebody else has like any other", async () => {
    const { test, api } = await signedIn();
    const other = await createUser(test);
    const free = await api.post("change-email", change);
    const taken = await api.post("change-email", { ...change, newEmail: other.email });
    expect({ ...taken.error, status: taken.status, message: taken.message }).toEqual({
      status: free.status,
      message: free.message,
    });
    expect(await test.mails.templatesTo(other.email)).toEqual(["email-change-collision"]);
  });

  it("401 and 400: refuses a wrong password, the same address and a missing code", async () => {
    const { test, api, user } = await signedIn({ mfa: true });
    test.clock.advance({ minutes: 11 });
    const wrong = await api.post("change-email", { ...change, currentPassword: "wrong password" });
    expect(wrong).toMatchObject({ status: 401, error: { code: "INVALID_CREDENTIALS" } });
    const same = await api.post("change-email", { ...change, newEmail: user.email.toUpperCase() });
    expect(same).toMatchObject({ status: 400, error: { code: "EMAIL_UNCHANGED" } });
    const without = await api.post("change-email", change);
    expect(without).toMatchObject({ status: 400, error: { code: "INVALID_MFA_CODE" } });
    const code = await totpCode(test, user.totpSecret);
    expect((await api.post("change-email", { ...change, code })).status).toBe(200);
  });

  it("400: refuses expired and unknown tokens alike", async () => {
    const { test, api } = await signedIn();
    await api.post("change-email", change);
    const token = await test.mails.lastToken(change.newEmail, "email-change-confirm");
    test.clock.advance({ hours: 25 });
    for (const wrong of [token, strangeToken()]) {
      const { status, error } = await api.get(`verify-email-change?token=${wrong}`);
      expect({ status, code: error?.code }).toEqual({ status: 400, code: "TOKEN_INVALID" });
    }
  });
});

describe("GET status and POST setup", () => {
  const first = { name: "Ana Admin", email: "ana@company.example", password: "SecurePass1" };

  it("201: creates the first admin once; afterwards 409", async () => {
    const test = await testContext();
    const api = new NativeClient(test);
    expect((await api.get("status")).data).toEqual({ setup: false });
    const created = await api.post("setup", first);
    expect(created).toMatchObject({
      status: 201,
      setCookies: [],
      data: { user: { isAdmin: true, emailVerified: true } },
    });
    expect((await api.get("status")).data).toEqual({ setup: true });
    const again = await api.post("setup", { ...first, email: "second@company.example" });
    expect(again).toMatchObject({ status: 409, error: { code: "ALREADY_SET_UP" } });
    expect((await api.post("login", { email: first.email, password: first.password })).status).toBe(200);
  });

  it("403: needs the set-up token where the server is reachable from elsewhere", async () => {
    const test = await testContext({ config: { setupToken: "the-token-that-the-start-printed" } });
    const api = new NativeClient(test);
    for (const setupToken of [undefined, "wrong"]) {
      const refused = await api.post("setup", { ...first, setupToken });
      expect(refused).toMatchObject({ status: 403, error: { code: "SETUP_TOKEN_INVALID" } });
    }
    const right = await api.post("setup", { ...first, setupToken: "the-token-that-the-start-printed" });
    expect(right.status).toBe(201);
  });

  it("400: refuses a guessable password", async () => {
    const api = new NativeClient(await testContext());
    expect((await api.post("setup", { ...first, password: "password123" })).error?.code).toBe("PASSWORD_REJECTED");
  });
});
