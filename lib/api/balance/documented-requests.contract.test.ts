import { expect, it } from "vitest";
import { z } from "zod";
import { Conformance } from "@/tests/support/conformance";
import { curl, type DocumentedRequest, documentedRequestSchema, listen } from "@/tests/support/curl";
import { type TestContext, testContext } from "@/tests/support/test-context";
import documentedRequests from "./documented-requests.json";

const documented = z.array(documentedRequestSchema).parse(documentedRequests);
const you = "you@company.com";
const host = "balance-api.pacspace.io";

/** Replaces example passwords that break the document's own rule. */
const passwords: Record<string, string> = {
  "your-secure-password": "SecurePass1",
  "new-secure-password": "NewSecurePass1",
  "your-current-password": "NewSecurePass1",
  "your-new-secure-password": "EvenStronger2",
};

const id = expect.stringMatching(/^usr_[0-9a-f]{32}$/);
const answers = [
  {
    statusCode: 201,
    message: "Registration successful. Please check your email to verify your account.",
    data: { id, email: you, name: "Jane Doe", isVerified: false },
  },
  {
    statusCode: 200,
    data: { id, email: you, name: "Jane Doe", role: "owner", isVerified: true, token: expect.stringMatching(/^eyJ/) },
  },
  { statusCode: 200, message: "Email verified successfully." },
  { statusCode: 200, message: "Verification email sent." },
  { statusCode: 200, message: "If that email exists, a reset link has been sent." },
  { statusCode: 200, message: "Password has been reset successfully." },
  { statusCode: 200, message: "Password changed successfully." },
  {
    statusCode: 200,
    data: {
      id,
      email: you,
      firstName: "Jane",
      lastName: "Doe",
      tenantId: expect.stringMatching(/^tnt_[0-9a-f]{32}$/),
      emailVerified: true,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    },
  },
];

type Send = (request: DocumentedRequest) => ReturnType<typeof curl>;

async function walk(test: TestContext, send: Send): Promise<void> {
  let token = "";
  const verification = () => test.mails.lastToken(you, "verify-email");
  const fillIn = async (request: DocumentedRequest): Promise<DocumentedRequest> => {
    const body = Object.entries(request.body ?? {}).map(([field, printed]) => [field, passwords[printed] ?? printed]);
    let text = JSON.stringify({ ...request, ...(request.body ? { body: Object.fromEntries(body) } : {}) });
    if (text.includes("VERIFICATION_TOKEN")) text = text.replace("VERIFICATION_TOKEN", await verification());
    if (text.includes("RESET_TOKEN")) {
      text = text.replace("RESET_TOKEN", await test.mails.lastToken(you, "password-reset"));
    }
    return documentedRequestSchema.parse(JSON.parse(text.replace("YOUR_JWT_TOKEN", token)));
  };
  const logIn = async (password: string) => {
    const headers = { "Content-Type": "application/json" };
    const path = "/dashboard/auth/login";
    const answer = await send({ name: "", method: "POST", path, headers, body: { email: you, password }, status: 200 });
    token = z.object({ data: z.object({ token: z.string() }) }).parse(answer.body).data.token;
  };
  const verifyFirst = async () => {
    const path = `/dashboard/auth/verify?token=${await verification()}`;
    expect(await send({ name: "", method: "GET", path, headers: {}, status: 200 })).toMatchObject({ status: 200 });
  };
  /** Adds the steps that the document skips. */
  const between: Record<string, () => Promise<void>> = {
    Login: verifyFirst,
    "Reset Password": () => test.runJobs(),
    "Change Password": () => logIn("NewSecurePass1"),
  };

  expect(documented).toHaveLength(answers.length);
  const conformance = new Conformance();
  for (const [index, request] of documented.entries()) {
    await between[request.name]?.();
    const { status, body } = await send(await fillIn(request));
    conformance.add(request, { promised: request.status, status });
    expect(status, `${request.name}: ${JSON.stringify(body)}`).toBe(request.status);
    expect(body, request.name).toEqual(answers[index]);
  }
  await conformance.hold("PacSpace Balance", "balance");
}

it("answers every documented command in the document's order, below its base", { timeout: 60_000 }, async () => {
  const test = await testContext({ limits: "counting" });
  const origin = await listen(test);
  await walk(test, (request) => curl(`${origin}/compat/balance`, request));
});

it("answers them at the document's own paths for a host of COMPAT_HOSTS", { timeout: 60_000 }, async () => {
  const test = await testContext({ limits: "counting", config: { compatHosts: [{ host, api: "balance" }] } });
  const origin = await listen(test);
  await walk(test, (request) => curl(origin, { ...request, headers: { Host: host, ...request.headers } }));
});

it("refuses the printed password, which breaks the document's rule, by naming the rule", async () => {
  const test = await testContext();
  const [register] = documented;
  if (!register) throw new Error("The document registers first");
  expect(await curl(`${await listen(test)}/compat/balance`, register)).toEqual({
    status: 400,
    body: {
      statusCode: 400,
      error: "Bad Request",
      message: expect.stringContaining("one uppercase letter, one lowercase letter and one number"),
    },
  });
});
