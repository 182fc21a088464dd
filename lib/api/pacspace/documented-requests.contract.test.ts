import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { generate } from "otplib";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { createApi } from "@/lib/api/create-api";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import { Conformance } from "@/tests/support/conformance";
import { signInAdmin } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import documentedRequests from "./documented-requests.json";
import { refusalSchema } from "./schemas";

/** Runs the document's commands in order with real curl. */
const requestSchema = z.strictObject({
  name: z.string(),
  method: z.enum(["GET", "POST", "PATCH"]),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  cookieJar: z.array(z.enum(["read", "write"])).default([]),
  body: z.record(z.string(), z.string()).optional(),
});
type DocumentedRequest = z.output<typeof requestSchema>;
const documented = z.array(requestSchema).parse(documentedRequests);

const answerSchema = z.union([
  z.strictObject({ success: z.literal(true), data: z.record(z.string(), z.unknown()).nullable(), message: z.string() }),
  refusalSchema,
]);

const run = promisify(execFile);
const jane = "jane@company.com";

class Curl {
  constructor(
    private readonly baseUrl: string,
    private readonly jar: string,
  ) {}

  async send({ method, path, headers, cookieJar, body }: DocumentedRequest) {
    const { stdout } = await run("curl", [
      "--silent",
      "--show-error",
      "--max-time",
      "10",
      "--write-out",
      "\n%{http_code}",
      ...(method === "GET" ? [] : ["-X", method]),
      `${this.baseUrl}${path}`,
      ...(cookieJar.includes("read") ? ["-b", this.jar] : []),
      // Saves replaced sessions, which the document omits.
      ...(cookieJar.length > 0 ? ["-c", this.jar] : []),
      ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
      ...(body ? ["-d", JSON.stringify(body, null, 2)] : []),
    ]);
    const [text = "", status = ""] = stdout.split(/\n(?=\d{3}$)/);
    const answer = answerSchema.parse(JSON.parse(text));
    return { status: Number(status), answer, data: answer.success ? (answer.data ?? {}) : {} };
  }

  async between(path: string, body?: Record<string, string>) {
    const headers = { "Content-Type": "application/json", "X-Pacspace-CSRF": "1" };
    const sent = { name: path, method: "POST" as const, path: `/dashboard/auth/${path}`, headers, body };
    const { status, answer, data } = await this.send({ ...sent, cookieJar: ["read", "write"] });
    expect(status, `${path}: ${JSON.stringify(answer)}`).toBe(200);
    return data;
  }
}

class Reader {
  secret = "";
  ticket = "";

  constructor(
    private readonly test: TestContext,
    private readonly curl: Curl,
  ) {}

  /** A code works once. */
  code(): Promise<string> {
    this.test.clock.advance({ seconds: 30 });
    return generate({ secret: this.secret, epoch: this.test.clock.now().getTime() / 1000 });
  }

  token(template: keyof MailTemplates, to = jane): Promise<string> {
    return this.test.mails.lastToken(to, template);
  }

  async before(path: string): Promise<void> {
    const { curl, test } = this;
    switch (path) {
      case "register": {
        // The request is recorded after its answer.
        await test.runJobs();
        const { id } = await test.ctx.db.accessRequest.findFirstOrThrow({ where: { email: jane } });
        await approveAccessRequest(test.ctx, await signInAdmin(test), { id });
        return;
      }
      case "login": {
        const { status } = await curl.send({
          name: "",
          method: "GET",
          headers: {},
          cookieJar: [],
          path: `/dashboard/auth/verify?token=${await this.token("verify-email")}`,
        });
        expect(status).toBe(200);
        return;
      }
      case "login/mfa-verify": {
        this.secret = String((await curl.between("mfa/setup")).secret);
        await curl.between("mfa/enable", { code: await this.code() });
        const pending = await curl.between("login", { email: jane, password: "SecurePass1" });
        expect(pending).toEqual({ requiresMfa: true, mfaTicket: expect.any(String) });
        this.ticket = String(pending.mfaTicket);
        return;
      }
      case "reset-password":
        return test.runJobs();
      case "change-password": {
        await curl.between("login", { email: jane, password: "NewSecurePass1", code: await this.code() });
        await curl.between("mfa/disable", { currentPassword: "NewSecurePass1", code: await this.code() });
        await curl.between("change-password", { currentPassword: "NewSecurePass1", newPassword: "SecurePass1" });
        return;
      }
      case "change-email":
        await curl.between("change-password", { currentPassword: "EvenStronger2", newPassword: "SecurePass1" });
        return;
      case "mfa/setup":
        // The change of address ended the session.
        await curl.between("login", { email: "new@company.com", password: "SecurePass1" });
    }
  }

  async fillIn(request: DocumentedRequest): Promise<DocumentedRequest> {
    const values: Record<string, () => Promise<string>> = {
      APPROVAL_TOKEN: () => this.token("access-approved"),
      VERIFICATION_TOKEN: () => this.token("verify-email"),
      RESET_TOKEN: () => this.token("password-reset"),
      EMAIL_CHANGE_TOKEN: () => this.token("email-change-confirm", "new@company.com"),
      MFA_TICKET_FROM_LOGIN: async () => this.ticket,
      "123456": () => this.code(),
    };
    let text = JSON.stringify(request);
    for (const [printed, value] of Object.entries(values)) {
      if (text.includes(printed)) text = text.replace(printed, await value());
    }
    return requestSchema.parse(JSON.parse(text));
  }
}

const expected = [
  [202, null],
  [201, { user: { email: jane, emailVerified: false }, tenant: { name: "Acme Inc" } }],
  [200, { user: { email: jane, name: "Jane Doe" }, expiresAt: expect.any(String) }],
  [200, { user: { mfaEnabled: true }, expiresAt: expect.any(String) }],
  [200, { expiresAt: expect.any(String) }],
  [200, null],
  [200, { email: jane }],
  [200, null],
  [200, null],
  [200, null],
  [200, null],
  [200, { newEmail: "new@company.com" }],
  [200, { email: "new@company.com" }],
  [200, { secret: expect.any(String), otpauthUrl: expect.any(String), recoveryCodes: expect.any(Array) }],
  [200, null],
  [200, null],
  [200, { email: "new@company.com", mfaEnabled: false, preferredEnvironment: "sandbox" }],
  [200, { preferredEnvironment: "sandbox" }],
] as const;

it("answers every documented command in the document's order", { timeout: 60_000 }, async () => {
  const test = await testContext({ limits: "counting" });
  const server = serve({ fetch: createApi(test.app).fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const folder = await mkdtemp(join(tmpdir(), "foyer-curl-"));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  const curl = new Curl(`http://localhost:${port}`, join(folder, "pacspace-dashboard-cookies.txt"));
  const reader = new Reader(test, curl);

  expect(documented).toHaveLength(expected.length);
  const conformance = new Conformance();
  for (const [index, request] of documented.entries()) {
    await reader.before(request.path.replace("/dashboard/auth/", ""));
    const { status, answer, data } = await curl.send(await reader.fillIn(request));
    const [expectedStatus = 0, expectedData] = expected[index] ?? [];
    conformance.add(request, { promised: expectedStatus, status });
    expect(status, `${request.name}: ${JSON.stringify(answer)}`).toBe(expectedStatus);
    expect(answer, request.name).toMatchObject({ success: true, data: expectedData });
    if (request.path.endsWith("/mfa/setup")) reader.secret = String(data.secret);
  }
  await conformance.hold("PacSpace (the Foyer API)", "pacspace");
});
