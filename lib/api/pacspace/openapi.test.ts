import { describe, expect, it } from "vitest";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { adminSurface, authSurface, surfaces } from "./endpoints";
import { openApiDocument } from "./openapi";
import { successSchema } from "./schemas";

const config = {
  appName: "Foyer",
  appUrl: "https://app.example.com",
  buyerModes: defaultBuyerModes,
  signup: "approval" as const,
  compatSignup: "approval" as const,
  compatApis: [],
  compatHosts: [],
  ownerEmail: "owner@localhost.example",
  confirmRequests: false,
  setupToken: null,
  mfaResetDelaySeconds: 86_400,
  mailProvider: "mailbox" as const,
  ssoProviders: [],
};

describe("the OpenAPI documents", () => {
  it("describe every endpoint, with an operation id of its own", () => {
    for (const surface of surfaces) {
      const document = openApiDocument(surface, config);
      expect(document.openapi).toBe("3.1.0");
      const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({ key: `${method} ${path}`, id: operation.operationId })),
      );
      expect(operations.map(({ key }) => key).sort()).toEqual(
        surface.endpoints.map(({ method, path }) => `${method} ${surface.base}${path}`).sort(),
      );
      expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    }
  });

  it("name the cookies, the header and every refusal", () => {
    const document = openApiDocument(authSurface, config);
    expect(document.components?.securitySchemes).toMatchObject({ session: { name: "__Host-foyer_access" } });
    const change = document.paths?.["/dashboard/auth/change-password"]?.post;
    expect(change).toMatchObject({
      security: [{ session: [] }],
      parameters: [{ in: "header", name: "X-Pacspace-CSRF", required: true }],
      responses: {
        200: { content: { "application/json": { example: { success: true, data: null } } } },
        400: { description: expect.stringContaining("PASSWORD_REJECTED") },
        401: { description: expect.stringContaining("INVALID_CREDENTIALS") },
        403: { description: "STEP_UP_REQUIRED, API_KEY_NOT_ALLOWED, CSRF_HEADER_REQUIRED, ORIGIN_REJECTED" },
      },
    });
    const list = openApiDocument(adminSurface, config).paths?.["/dashboard/admin/access-requests"]?.get;
    const names = list?.parameters?.map((parameter) => ("name" in parameter ? parameter.name : ""));
    expect(names).toEqual([
      ...["tab", "status", "q", "buyerMode", "domainKind", "verified", "assignee", "source", "tokenState"],
      ...["decidedBy", "from", "to", "sort", "cursor", "limit"],
    ]);
  });

  it("give examples that their own schemas accept", () => {
    for (const { endpoints } of surfaces) {
      for (const { data, dataExample, input, inputExample, message, method, path } of endpoints) {
        const example = { success: true, data: dataExample, message };
        expect(successSchema(data).safeParse(example).error?.issues, `${method} ${path}`).toBeUndefined();
        if (inputExample === undefined) continue;
        expect(input.safeParse(inputExample).error?.issues, `${method} ${path}`).toBeUndefined();
      }
    }
  });
});
