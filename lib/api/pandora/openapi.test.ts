import { describe, expect, it } from "vitest";
import { openApiOf } from "@/lib/api/http/bearer/openapi";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { pandora } from "./dialect";

const document = openApiOf(pandora, {
  appName: "Foyer",
  appUrl: "https://app.example.com",
  buyerModes: defaultBuyerModes,
  signup: "approval",
  compatSignup: "approval",
  compatApis: ["pandora"],
  compatHosts: [],
  ownerEmail: "owner@app.example.com",
  confirmRequests: false,
  setupToken: null,
  mfaResetDelaySeconds: 86_400,
  mailProvider: "mailbox" as const,
  ssoProviders: [],
});

describe("the OpenAPI document", () => {
  it("describes every route, with an operation id of its own", () => {
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ key: `${method} ${path}`, id: operation.operationId })),
    );
    const routes = pandora.routes.map(({ method, path }) => `${method} /compat/pandora${path}`);
    expect(operations.map(({ key }) => key).sort()).toEqual(routes.sort());
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it("names the token and the refusals", () => {
    expect(document.paths?.["/compat/pandora/api/auth/change-password"]?.post).toMatchObject({
      security: [{ bearer: [] }],
      responses: {
        200: { content: { "application/json": { schema: { $ref: "#/components/schemas/AuthTokenPair" } } } },
        401: { description: expect.stringContaining("invalid_credentials") },
      },
    });
    expect(document.paths?.["/compat/pandora/api/auth/setup"]?.post?.security).toBeUndefined();
    const revoke = document.paths?.["/compat/pandora/api/auth/sessions/{id}"]?.delete;
    expect(JSON.stringify(revoke)).not.toContain("step_up");
  });

  it("gives examples that their own schemas accept", () => {
    for (const { input, inputExample, method, output, outputExample, path, refusals } of pandora.routes) {
      expect(output.safeParse(outputExample).error?.issues, `${method} ${path}`).toBeUndefined();
      if (inputExample !== undefined) expect(input.safeParse(inputExample).error?.issues, path).toBeUndefined();
      for (const code of refusals) {
        expect(pandora.refusalSchema.safeParse(pandora.refuse({ code }, "r").body).success, code).toBe(true);
      }
    }
  });
});
