import { beforeEach, describe, expect, it } from "vitest";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { createUser, signIn, strangeToken, type TestUser, totpCode, uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { balance } from "./api";

let test: TestContext;
let api: BearerClient;

beforeEach(async () => {
  test = await testContext();
  api = new BearerClient(test, balance);
});

function registration(email = uniqueEmail()) {
  return { email, password: "SecurePass1", firstName: "Jane", lastName: "Doe", companyName: "Acme Inc" };
}

async function logIn({ email, password }: Pick<TestUser, "email" | "password">): Promise<string> {
  const answer = await api.post("/login", { email, password });
  expect(answer.status).toBe(200);
  return bodyText(answer, "data.token");
}

const rule = expect.stringContaining("8 to 32 characters");

describe("register", () => {
  it("201: opens a verified account's way: mail, verify, log in, profile", async () => {
    const body = registration();
    const answer = await api.post("/register", body);
    expect(answer).toMatchObject({ status: 201, body: { data: { email: body.email, name: "Jane Doe" } } });
    const mail = await test.mails.last(body.email, "verify-email");
    expect(JSON.stringify(mail)).toContain("http://localhost:3000/verify-email?token=");
    const closed = await api.post("/login", { email: body.email, password: body.password });
    expect(closed).toMatchObject({ status: 403, body: { statusCode: 403, error: "Forbidden" } });
    const token = await test.mails.lastToken(body.email, "verify-email");
    expect((await api.get(`/verify?token=${token}`)).status).toBe(200);
    api.token = await logIn(body);
    const profile = await api.get("/profile");
    expect(profile.body).toMatchObject({ data: { firstName: "Jane", lastName: "Doe", emailVerified: true } });
    expect(bodyText(profile, "data.id")).toBe(bodyText(answer, "data.id"));
  });

  it("201: answers a known address alike and changes nothing; its owner is told", async () => {
    const known = await createUser(test);
    const before = await test.ctx.db.user.findMany();
    const answer = await api.post("/register", registration(known.email));
    const fresh = await api.post("/register", registration());
    const shape = /^usr_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/;
    for (const { status, body } of [answer, fresh]) {
      expect({ status, body }).toMatchObject({ status: 201, body: { data: { id: expect.stringMatching(shape) } } });
    }
    expect(bodyText(answer, "message")).toBe(bodyText(fresh, "message"));
    expect(await test.ctx.db.user.findMany({ where: { id: known.id } })).toEqual(before);
    expect(await test.mails.templatesTo(known.email)).toEqual(["already-registered"]);
  });

  it("403: is closed unless COMPAT_SIGNUP is open, whatever SIGNUP says", async () => {
    const closed = await testContext({ config: { compatSignup: "approval", signup: "open" } });
    const answer = await new BearerClient(closed, balance).post("/register", registration());
    expect(answer).toMatchObject({ status: 403, body: { message: "Registration is by invitation only." } });
    expect(await closed.ctx.db.user.count()).toBe(0);
  });

  it.each(["securepass1", "SECUREPASS1", "SecurePass", "Secure1", `Se1${"x".repeat(30)}`])(
    "400: names the rule that %s breaks",
    async (password) => {
      const answer = await api.post("/register", { ...registration(), password });
      expect(answer).toMatchObject({ status: 400, body: { error: "Bad Request", message: rule } });
    },
  );

  it("400: refuses a password that is easy to guess", async () => {
    const answer = await api.post("/register", { ...registration(), password: "Password1" });
    expect(answer).toMatchObject({
      status: 400,
      body: { message: "This password is too easy to guess. Choose another one." },
    });
  });
});

describe("login", () => {
  it("401: answers an unknown address and a wrong password alike", async () => {
    const { email } = await createUser(test);
    const wrong = await api.post("/login", { email, password: "wrong password" });
    const unknown = await api.post("/login", { email: uniqueEmail(), password: "wrong password" });
    expect(wrong).toMatchObject({ status: 401, body: { error: "Unauthorized", message: "Incorrect credentials." } });
    expect(unknown.body).toEqual(wrong.body);
    expect(wrong.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("403: tells the holder of the password alone that the account is deactivated", async () => {
    const { email, password } = await createUser(test, { isDeactivated: true });
    expect(await api.post("/login", { email, password })).toMatchObject({ status: 403 });
    expect(await api.post("/login", { email, password: "wrong password" })).toMatchObject({ status: 401 });
  });

  it("401: asks for the code of a second factor, and takes a right one once", async () => {
    const { email, password, totpSecret } = await createUser(test, { mfa: true });
    const without = await api.post("/login", { email, password });
    expect(without).toMatchObject({ status: 401, body: { message: expect.stringContaining("Send a code") } });
    // Repeats the first step with the code: no ticket is stored.
    expect(await test.ctx.db.loginTicket.count()).toBe(0);
    const code = await totpCode(test, totpSecret);
    expect((await api.post("/login", { email, password, code })).status).toBe(200);
    expect(await api.post("/login", { email, password, code })).toMatchObject({ status: 401 });
    expect(await test.ctx.db.session.count()).toBe(1);
  });
});

describe("verify", () => {
  it("200: twice; HEAD does nothing; nobody is logged in", async () => {
    const body = registration();
    await api.post("/register", body);
    const path = `/verify?token=${await test.mails.lastToken(body.email, "verify-email")}`;
    expect(await api.send("HEAD", path)).toMatchObject({ status: 204, body: null });
    expect(await test.ctx.db.user.count({ where: { emailVerifiedAt: null } })).toBe(1);
    expect((await api.get(path)).status).toBe(200);
    expect((await api.get(path)).status).toBe(200);
    expect(await test.ctx.db.session.count()).toBe(0);
  });

  it("400: a token that was never issued, one that is over, none at all", async () => {
    const body = registration();
    await api.post("/register", body);
    const token = await test.mails.lastToken(body.email, "verify-email");
    test.clock.advance({ seconds: 24 * 60 * 60 });
    for (const query of [`?token=${token}`, `?token=${strangeToken()}`, "", "?token=a%00b", "?token=a&token=b"]) {
      expect(await api.get(`/verify${query}`)).toMatchObject({ status: 400, body: { error: "Bad Request" } });
    }
  });

  it("resend: answers alike, and mails only who waits", async () => {
    const waiting = await createUser(test, { isVerified: false });
    const verified = await createUser(test);
    const answers = [];
    for (const email of [waiting.email, verified.email, uniqueEmail()]) {
      answers.push((await api.post("/resend-verification-email", { email })).body);
    }
    await test.runJobs();
    expect(answers).toEqual(
      Array.from({ length: 3 }, () => ({ statusCode: 200, message: "Verification email sent." })),
    );
    expect((await test.mails.all()).map(({ to }) => to)).toEqual([waiting.email]);
  });
});

describe("passwords", () => {
  it("reset ends the sessions of every API, and the token is good once", async () => {
    const user = await createUser(test);
    api.token = await logIn(user);
    const native = new NativeClient(test);
    await native.signIn(user);
    const { actor } = await signIn(test, user, "panguard");
    await api.post("/request-password-reset", { email: user.email });
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "password-reset");
    const weak = await api.post("/reset-password", { token, newPassword: "weak password" });
    expect(weak).toMatchObject({ status: 400, body: { message: rule } });
    const guessable = await api.post("/reset-password", { token, newPassword: "Password1" });
    expect(guessable).toMatchObject({
      status: 400,
      body: { message: "This password is too easy to guess. Choose another one." },
    });
    expect((await api.post("/reset-password", { token, newPassword: "NewSecurePass1" })).status).toBe(200);
    expect((await api.get("/profile")).status).toBe(401);
    expect((await native.get("profile")).status).toBe(401);
    expect(await test.ctx.db.session.count({ where: { id: actor.session.id, revokedAt: null } })).toBe(0);
    const again = await api.post("/reset-password", { token, newPassword: "EvenStronger2" });
    expect(again).toMatchObject({ status: 400, body: { error: "Bad Request" } });
  });

  it("change keeps the token that asks and ends the others", async () => {
    const user = await createUser(test, { password: "SecurePass1" });
    const other = await logIn(user);
    api.token = await logIn(user);
    const change = (currentPassword: string, newPassword: string) =>
      api.post("/change-password", { currentPassword, newPassword });
    expect(await change("wrong password", "EvenStronger2")).toMatchObject({ status: 401 });
    expect(await change("SecurePass1", "weak password")).toMatchObject({ status: 400, body: { message: rule } });
    const same = await change("SecurePass1", "SecurePass1");
    expect(same).toMatchObject({ status: 400, body: { message: expect.stringContaining("different from") } });
    expect((await change("SecurePass1", "EvenStronger2")).status).toBe(200);
    expect((await api.get("/profile")).status).toBe(200);
    expect((await api.get("/profile", { token: other })).status).toBe(401);
    await logIn({ email: user.email, password: "EvenStronger2" });
  });
});

describe("the token", () => {
  it("lives 24 hours, whatever happens", async () => {
    api.token = await logIn(await createUser(test));
    test.clock.advance({ seconds: 24 * 60 * 60 - 1 });
    expect((await api.get("/profile")).status).toBe(200);
    test.clock.advance({ seconds: 1 });
    expect(await api.get("/profile")).toMatchObject({ status: 401, body: { error: "Unauthorized" } });
  });

  it("ends at once when its session is revoked from the native list", async () => {
    const user = await createUser(test);
    api.token = await logIn(user);
    const native = new NativeClient(test);
    await native.signIn(user);
    const { id } = await test.ctx.db.session.findFirstOrThrow({ where: { audience: "balance" } });
    expect((await native.delete(`sessions/${id}`)).status).toBe(200);
    expect((await api.get("/profile")).status).toBe(401);
  });

  it("is refused when it is another API's, a guess or missing", async () => {
    const user = await createUser(test);
    for (const audience of ["pacspace", "panguard", "pandora", "quazzar"] as const) {
      const { session } = await signIn(test, user, audience);
      expect(await api.get("/profile", { token: session.accessToken })).toMatchObject({ status: 401 });
    }
    for (const token of [null, "", "guess", "eyJhbGciOiJub25lIn0.e30."]) {
      expect(await api.get("/profile", { token })).toMatchObject({ status: 401 });
      expect(await api.post("/change-password", {}, { token })).toMatchObject({ status: 401 });
    }
  });
});

it("words unknown paths and methods in its own envelope", async () => {
  expect(await api.get("/nowhere")).toMatchObject({ status: 404, body: { statusCode: 404, error: "Not Found" } });
  const wrong = await api.get("/login");
  expect(wrong).toMatchObject({ status: 405, body: { error: "Method Not Allowed" } });
  expect(wrong.headers.get("allow")).toBe("POST");
});
