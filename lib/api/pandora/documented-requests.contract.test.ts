import { expect, it } from "vitest";
import { z } from "zod";
import { Conformance } from "@/tests/support/conformance";
import { curl, type DocumentedRequest, documentedRequestSchema, listen } from "@/tests/support/curl";
import { type TestContext, testContext } from "@/tests/support/test-context";
import documentedRequests from "./documented-requests.json";
import { authTokenPairSchema, revokedSchema, sessionsSchema, statusSchema, successSchema } from "./schemas";

/** Runs the document's commands in order with real curl. */
const documented = z.array(documentedRequestSchema).parse(documentedRequests);
const password = "my-secure-password";

const shapes = [
  statusSchema,
  authTokenPairSchema,
  authTokenPairSchema,
  authTokenPairSchema,
  successSchema,
  authTokenPairSchema,
  sessionsSchema,
  revokedSchema,
  revokedSchema,
];

class Reader {
  token = "";
  refreshToken = "";
  otherId = "";

  constructor(
    readonly base: string,
    readonly host: Record<string, string>,
  ) {}

  send({ headers, ...request }: Omit<DocumentedRequest, "name" | "status">) {
    return curl(this.base, { ...request, headers: { ...headers, ...this.host } });
  }

  async before({ name }: DocumentedRequest): Promise<void> {
    const login = { method: "POST", path: "/api/auth/login", headers: { "Content-Type": "application/json" } } as const;
    if (name === "Change Password") this.keep((await this.send({ ...login, body: { password } })).body);
    if (name !== "Sessions: list") return;
    const { status } = await this.send({ ...login, body: { password: "an even better secret" } });
    expect(status).toBe(200);
  }

  fillIn(request: DocumentedRequest): DocumentedRequest {
    const text = JSON.stringify(request)
      .replace("<token>", this.token)
      .replace('"..."', JSON.stringify(this.refreshToken))
      .replace(":id", this.otherId)
      .replace('"old"', JSON.stringify(password))
      .replace('"new"', '"an even better secret"');
    return documentedRequestSchema.parse(JSON.parse(text));
  }

  keep(body: unknown): void {
    const pair = authTokenPairSchema.safeParse(body);
    if (pair.success) ({ token: this.token, refreshToken: this.refreshToken } = pair.data);
    const list = sessionsSchema.safeParse(body);
    if (list.success) this.otherId = list.data.sessions.find(({ current }) => !current)?.id ?? "";
  }
}

async function readAll(test: TestContext, base: string, host: Record<string, string>): Promise<void> {
  const reader = new Reader(base, host);
  expect(documented).toHaveLength(shapes.length);
  const conformance = new Conformance();
  for (const [index, request] of documented.entries()) {
    await reader.before(request);
    const { status, body } = await reader.send(reader.fillIn(request));
    conformance.add(request, { promised: request.status, status });
    expect(status, `${request.name}: ${JSON.stringify(body)}`).toBe(request.status);
    expect(shapes[index]?.safeParse(body).error, request.name).toBeUndefined();
    if (request.name === "Sessions: revoke a specific one") expect(body).toEqual({ success: true, loggedOut: false });
    reader.keep(body);
  }
  await conformance.hold("Pandora", "pandora");
  expect(await test.ctx.db.session.count({ where: { revokedAt: null } })).toBe(0);
}

it("answers every documented command below the compat base", async () => {
  const test = await testContext({ limits: "counting" });
  const origin = await listen(test);
  await readAll(test, `${origin}/compat/pandora`, {});
});

it("answers every documented command verbatim on a host of its own", async () => {
  const compatHosts = [{ host: "localhost:4111", api: "pandora" as const }];
  const test = await testContext({ limits: "counting", config: { compatHosts } });
  await readAll(test, await listen(test), { Host: "localhost:4111" });
});
