import { expect, it } from "vitest";
import { z } from "zod";
import { Conformance } from "@/tests/support/conformance";
import { curl, type DocumentedRequest, documentedRequestSchema, listen } from "@/tests/support/curl";
import { createUser, emailOf, totpCode } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import documentedRequests from "./documented-requests.json";

const documented = z.array(documentedRequestSchema).parse(documentedRequests);
const email = emailOf("user@example.com");
const password = "secureP@ssw0rd";
const host = "auth.panguard.ai";
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const answers = [
  { message: "Logged out successfully" },
  {
    id: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
    email,
    name: "Alice Chen",
    tier: "pro",
    totpEnabled: false,
    machineLimit: 10,
    trialEndsAt: null,
    createdAt: moment,
    updatedAt: moment,
  },
  { message: "If an account with that email exists, a reset link has been sent." },
  { message: "Password reset successfully" },
  {
    secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    otpauthUrl: expect.stringMatching(/^otpauth:\/\/totp\/Foyer:user(@|%40)example\.com\?.*issuer=Foyer/),
    backupCodes: Array.from({ length: 5 }, () => expect.stringMatching(/^[a-z2-7]{10}$/)),
  },
  { message: "Two-factor authentication enabled successfully" },
  { message: "Two-factor authentication disabled" },
];

type Send = (request: DocumentedRequest) => ReturnType<typeof curl>;

async function walk(test: TestContext, send: Send): Promise<void> {
  await createUser(test, { email, name: "Alice Chen", password });
  await test.ctx.db.tenant.updateMany({ data: { plan: "PRO" } });
  let token = "";
  let secret = "";
  const post = async (path: string, body: Record<string, string>) => {
    const headers = { "Content-Type": "application/json" };
    const answer = await send({ name: "", method: "POST", path: `/api/auth/${path}`, headers, body, status: 200 });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return z.object({ data: z.record(z.string(), z.unknown()) }).parse(answer.body).data;
  };
  const logIn = async () => {
    token = String((await post("login", { email, password })).token);
  };
  const reset = async (newPassword: string) => {
    await post("forgot-password", { email });
    await test.runJobs();
    await post("reset-password", { token: await test.mails.lastToken(email, "password-reset"), newPassword });
  };
  const between: Record<string, () => Promise<void>> = {
    "POST /api/auth/logout": logIn,
    "GET /api/auth/me": logIn,
    "POST /api/auth/reset-password": () => test.runJobs(),
    "POST /api/auth/totp/setup": async () => {
      await reset(password);
      await logIn();
    },
  };
  const fillIn = async (request: DocumentedRequest): Promise<DocumentedRequest> => {
    let text = JSON.stringify(request).replace("YOUR_TOKEN", token);
    if (text.includes("rst_")) {
      text = text.replace("rst_x9y8z7w6v5u4", await test.mails.lastToken(email, "password-reset"));
    }
    if (text.includes("482917")) text = text.replace("482917", await totpCode(test, secret));
    return documentedRequestSchema.parse(JSON.parse(text));
  };

  expect(documented).toHaveLength(answers.length);
  const conformance = new Conformance();
  for (const [index, request] of documented.entries()) {
    await between[request.name]?.();
    const { status, body } = await send(await fillIn(request));
    conformance.add(request, { promised: request.status, status });
    expect(status, `${request.name}: ${JSON.stringify(body)}`).toBe(request.status);
    expect(body, request.name).toEqual({ ok: true, data: answers[index] });
    if (request.path.endsWith("/totp/setup")) {
      secret = z.object({ data: z.object({ secret: z.string() }) }).parse(body).data.secret;
    }
  }
  await conformance.hold("Panguard", "panguard");
}

it("answers every documented command in the document's order, below its base", { timeout: 60_000 }, async () => {
  const test = await testContext({ limits: "counting" });
  const origin = await listen(test);
  await walk(test, (request) => curl(`${origin}/compat/panguard`, request));
});

it("answers them at the document's own paths for a host of COMPAT_HOSTS", { timeout: 60_000 }, async () => {
  const test = await testContext({ limits: "counting", config: { compatHosts: [{ host, api: "panguard" }] } });
  const origin = await listen(test);
  await walk(test, (request) => curl(origin, { ...request, headers: { Host: host, ...request.headers } }));
});

it("words the refusals that the document prints as it prints them", async () => {
  const test = await testContext();
  const origin = `${await listen(test)}/compat/panguard`;
  const reset = documented.find(({ path }) => path.endsWith("/reset-password"));
  if (!reset) throw new Error("The document resets a password");
  expect(await curl(origin, reset)).toEqual({
    status: 400,
    body: { ok: false, error: "Reset token is invalid or has expired" },
  });
});
