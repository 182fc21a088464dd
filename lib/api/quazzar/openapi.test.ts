import { expect, it } from "vitest";
import { openApiOf } from "@/lib/api/http/bearer/openapi";
import { quazzar } from "./dialect";

const document = openApiOf(quazzar, {
  appName: "Foyer",
  appUrl: "https://app.example.com",
  buyerModes: [],
  signup: "approval",
  compatSignup: "open",
  compatApis: ["quazzar"],
  compatHosts: [],
  ownerEmail: "owner@localhost.example",
  confirmRequests: false,
  setupToken: null,
  mfaResetDelaySeconds: 86_400,
  mailProvider: "mailbox" as const,
  ssoProviders: [],
});

it("describes every route, with an operation id of its own", () => {
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method} ${path}`, id: operation.operationId })),
  );
  expect(operations.map(({ key }) => key).sort()).toEqual(
    quazzar.routes.map(({ method, path }) => `${method} ${quazzar.base}${path}`).sort(),
  );
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
});

it("names the token and every refusal", () => {
  expect(document.components?.securitySchemes).toEqual({ bearer: { type: "http", scheme: "bearer" } });
  expect(document.paths?.["/compat/quazzar/auth/register"]?.post).toMatchObject({
    responses: {
      201: { content: { "application/json": { example: { full_name: "Jane Developer" } } } },
      409: { description: "email_taken" },
      422: { description: "password_rejected, validation_failed" },
      429: { description: "rate_limited" },
    },
  });
  expect(document.paths?.["/compat/quazzar/auth/totp"]?.delete).toMatchObject({ security: [{ bearer: [] }] });
});

it.each(quazzar.routes.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` })))(
  "gives examples that their own schemas accept: $name",
  ({ route: { input, inputExample, output, outputExample, refusals } }) => {
    expect(output.safeParse(outputExample).error?.issues).toBeUndefined();
    if (inputExample !== undefined) expect(input.safeParse(inputExample).error?.issues).toBeUndefined();
    for (const code of refusals) {
      const { body } = quazzar.refuse({ code }, "request");
      expect(quazzar.refusalSchema.safeParse(body).error?.issues, code).toBeUndefined();
    }
  },
);
