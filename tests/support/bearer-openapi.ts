import { describe, expect, it } from "vitest";
import type { Dialect } from "@/lib/api/http/bearer/dialect";
import { openApiOf } from "@/lib/api/http/bearer/openapi";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { compatApis } from "@/lib/values/compat-apis";

const config: CoreConfig = {
  appName: "Foyer",
  appUrl: "https://app.example.com",
  buyerModes: defaultBuyerModes,
  signup: "approval",
  compatSignup: "approval",
  compatApis,
  compatHosts: [],
  ownerEmail: "owner@localhost.example",
  confirmRequests: false,
  setupToken: null,
  mfaResetDelaySeconds: 86_400,
  mailProvider: "mailbox" as const,
  ssoProviders: [],
};

export function describeOpenApi(dialect: Dialect): void {
  const document = openApiOf(dialect, config);
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method} ${path}`, operation })),
  );

  describe("the OpenAPI document", () => {
    it("is 3.1 and describes every route with its own operation id", () => {
      expect(document).toMatchObject({ openapi: "3.1.0", info: { title: dialect.title } });
      expect(operations.map(({ key }) => key).sort()).toEqual(
        dialect.routes.map(({ method, path }) => `${method} ${dialect.base}${path}`).sort(),
      );
      const ids = operations.map(({ operation }) => operation.operationId);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { key, operation } of operations) {
        for (const response of Object.values(operation.responses)) {
          expect(response, key).toMatchObject({ description: expect.any(String) });
        }
      }
    });

    it("has no dangling references", () => {
      const known = new Set(
        Object.keys(document.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`),
      );
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = ""]) => to);
      expect(references.filter((to) => !known.has(to))).toEqual([]);
    });

    it("requires the token on protected routes", () => {
      expect(document.components?.securitySchemes).toEqual({ bearer: { type: "http", scheme: "bearer" } });
      const secured = operations.filter(({ operation }) => operation.security).map(({ key }) => key);
      const marked = dialect.routes.filter(({ isSecured }) => isSecured);
      expect(secured.sort()).toEqual(marked.map(({ method, path }) => `${method} ${dialect.base}${path}`).sort());
    });

    it("has examples that match their schemas", () => {
      for (const { input, inputExample, output, outputExample, method, path, refusals } of dialect.routes) {
        const where = `${method} ${path}`;
        expect(output.safeParse(outputExample).error?.issues, where).toBeUndefined();
        if (inputExample !== undefined) expect(input.safeParse(inputExample).error?.issues, where).toBeUndefined();
        for (const code of refusals) {
          const { body } = dialect.refuse({ code }, "request-0001");
          expect(dialect.refusalSchema.safeParse(body).error?.issues, `${where} ${code}`).toBeUndefined();
        }
      }
    });
  });
}
