import { expect, it } from "vitest";
import { z } from "zod";
import { createProject } from "@/lib/core/projects/projects";
import { makeKey } from "@/tests/support/api-keys";
import { Conformance } from "@/tests/support/conformance";
import { curl, type DocumentedRequest, documentedRequestSchema, listen } from "@/tests/support/curl";
import { createUser, emailOf, signIn, totpCode } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import documentedRequests from "./documented-requests.json";

/** Runs the document's commands in order with real curl. Its addresses were redacted. */
const documented = z.array(documentedRequestSchema).parse(documentedRequests);
const jane = emailOf("jane@example.com");
const quazzarHost = "app.quazzar.example";
const json = { "Content-Type": "application/json" };

class Reader {
  #token = "";
  #secret = "";
  #password = "your-password";

  constructor(
    private readonly test: TestContext,
    private readonly baseUrl: string,
    private readonly headers: Record<string, string>,
  ) {}

  async run(request: DocumentedRequest) {
    if (["Provision TOTP", "Get Profile"].includes(request.name)) await this.#logIn();
    if (request.name === "Confirm Reset") await this.test.runJobs();
    const answer = await this.#send(await this.#fillIn(request));
    const body = z.looseObject({}).parse(answer.body);
    if (typeof body.access_token === "string") this.#token = body.access_token;
    if (typeof body.secret === "string") this.#secret = body.secret;
    if (request.name === "Confirm Reset") this.#password = "new-secure-password-456";
    return { status: answer.status, body };
  }

  #send(request: Omit<DocumentedRequest, "name" | "status">) {
    return curl(this.baseUrl, { ...request, headers: { ...request.headers, ...this.headers } });
  }

  async #logIn(): Promise<void> {
    const body = { email: jane, password: this.#password };
    const answer = await this.#send({ method: "POST", path: "/auth/login", headers: json, body });
    expect(answer.status).toBe(200);
    this.#token = z.looseObject({ access_token: z.string() }).parse(answer.body).access_token;
  }

  async #makeKey(): Promise<string> {
    const { id } = await this.test.ctx.db.user.findUniqueOrThrow({ where: { email: jane } });
    const person = {
      id,
      tenantId: "",
      email: jane,
      name: "",
      password: this.#password,
      totpSecret: "",
      recoveryCodes: [],
    };
    const { actor } = await signIn(this.test, person);
    const project = expectOk(await createProject(this.test.ctx, actor, { name: "Checkout" }));
    return (await makeKey(this.test, actor, [project.id])).key;
  }

  async #fillIn(request: DocumentedRequest): Promise<DocumentedRequest> {
    const values: Record<string, () => Promise<string>> = {
      YOUR_ACCESS_TOKEN: async () => this.#token,
      YOUR_API_KEY: () => this.#makeKey(),
      "reset-token-from-email": () => this.test.mails.lastToken(jane, "password-reset"),
      // A code works once.
      '"123456"': () => {
        this.test.clock.advance({ seconds: 30 });
        return totpCode(this.test, this.#secret).then((code) => `"${code}"`);
      },
    };
    let text = JSON.stringify(request);
    for (const [printed, value] of Object.entries(values)) {
      if (text.includes(printed)) text = text.replace(printed, await value());
    }
    return documentedRequestSchema.parse(JSON.parse(text));
  }
}

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const id = expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
const profile = {
  id,
  email: jane,
  full_name: "Jane Developer",
  company_name: "Acme Corp",
  phone: null,
  is_active: true,
  totp_enabled: false,
  created_at: moment,
};

const answers: unknown[] = [
  {
    access_token: expect.stringMatching(/^eyJ/),
    token_type: "bearer",
    user: { id, email: jane, full_name: "Jane Developer", is_active: true, totp_enabled: false },
  },
  profile,
  { id, email: "jane.developer@example.com", full_name: "Jane Developer", is_active: true, created_at: moment },
  { message: "Successfully logged out" },
  {
    secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    uri: expect.stringMatching(/^otpauth:\/\/totp\/Quazzar:.+issuer=Quazzar/),
    qr_code: expect.stringMatching(/^data:image\/png;base64,iVBOR/),
  },
  {
    message: "TOTP successfully enabled",
    backup_codes: Array.from({ length: 5 }, () => expect.stringMatching(/^[a-z2-7]{13}$/)),
  },
  { message: "TOTP successfully disabled" },
  { message: expect.any(String) },
  { message: expect.any(String) },
  { items: [expect.objectContaining({ slug: "checkout", is_archived: false })], total: 1, page: 1, per_page: 50 },
  profile,
  { ...profile, full_name: "Jane M. Developer", phone: "+1-555-0200" },
];

const ways: { through: string; base: string; headers: Record<string, string> }[] = [
  { through: "its base", base: "/compat/quazzar", headers: {} },
  { through: "a host of its own, at the document's very paths", base: "", headers: { Host: quazzarHost } },
];

it.each(ways)("runs the document's commands through $through", { timeout: 60_000 }, async ({ base, headers }) => {
  const test = await testContext({ config: { compatHosts: [{ host: quazzarHost, api: "quazzar" }] } });
  await createUser(test, {
    email: jane,
    password: "your-password",
    name: "Jane Developer",
    organization: "Acme Corp",
  });
  const reader = new Reader(test, `${await listen(test)}${base}`, headers);
  expect(answers).toHaveLength(documented.length);
  const conformance = new Conformance();
  for (const [index, request] of documented.entries()) {
    const { status, body } = await reader.run(request);
    conformance.add(request, { promised: request.status, status });
    expect({ name: request.name, status, body }).toEqual({
      name: request.name,
      status: request.status,
      body: answers[index],
    });
  }
  await conformance.hold("Quazzar", "quazzar");
  expect(await test.mails.templatesTo("jane.developer@example.com")).toEqual(["verify-email"]);
});
