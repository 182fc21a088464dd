import { describe, expect, it } from "vitest";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { compatApis, nativeApis } from "./apis";
import { documentedErrors, isSecured } from "./http/api";
import { openApiOf } from "./http/openapi";

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

const apis = [...nativeApis, ...compatApis];

describe.each(apis.map((api) => ({ api, base: api.base })))("the OpenAPI document of $base", ({ api }) => {
  const document = openApiOf(api, config);
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method} ${path}`, operation })),
  );
  const keysOf = (routes: typeof api.routes) => routes.map(({ method, path }) => `${method} ${api.base}${path}`).sort();

  it("is 3.1 and describes every route, with an operation id of its own", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: api.title } });
    expect(operations.map(({ key }) => key).sort()).toEqual(keysOf(api.routes));
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to nothing that is not there", () => {
    const known = new Set(
      Object.keys(document.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`),
    );
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to = ""]) => to);
    expect(references.filter((to) => !known.has(to))).toEqual([]);
  });

  it("asks for credentials where a route needs them", () => {
    const schemes = api.usesCookies ? ["session", "refresh", "apiKey"] : ["bearer"];
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(schemes);
    const secured = operations.filter(({ operation }) => operation.security).map(({ key }) => key);
    const expected = api.routes.filter(({ access }) => isSecured(access) || (api.usesCookies && access === "cookies"));
    expect(secured.sort()).toEqual(keysOf(expected));
  });

  it("gives examples that their own schemas accept", () => {
    for (const route of api.routes) {
      const { input, inputExample, message = "", output, outputExample } = route;
      const where = `${route.method} ${route.path}`;
      const example = api.envelope ? api.envelope.wrap(outputExample, message) : outputExample;
      const schema = api.envelope ? api.envelope.schema(output) : output;
      expect(schema.safeParse(example).error?.issues, where).toBeUndefined();
      if (inputExample !== undefined) expect(input.safeParse(inputExample).error?.issues, where).toBeUndefined();
      for (const code of documentedErrors(api, route)) {
        const { body } = api.errorOf({ code }, "request-0001");
        expect(api.errorSchema.safeParse(body).error?.issues, `${where} ${code}`).toBeUndefined();
      }
    }
  });
});
