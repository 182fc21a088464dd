import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import { sessionCookies } from "@/lib/values/session-cookies";
import { type Api, documentedErrors, isSecured } from "./api";
import type { Access, Route } from "./route";

const apiVersion = "1.0.0";
const exampleRequestId = "3f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e";

export function openApiOf(api: Api, config: CoreConfig) {
  const app = new OpenAPIHono();
  for (const [name, scheme] of securitySchemes(api, config.appUrl)) {
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  }
  for (const route of api.routes) app.openAPIRegistry.registerPath(toRouteConfig(api, route));
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: api.title, version: apiVersion, description: api.description },
    servers: [{ url: config.appUrl }],
  });
}

type SecurityScheme = Parameters<OpenAPIHono["openAPIRegistry"]["registerComponent"]>[2];

function securitySchemes({ usesCookies }: Api, appUrl: string): [name: string, scheme: SecurityScheme][] {
  if (!usesCookies) return [["bearer", { type: "http", scheme: "bearer" }]];
  const { accessName, refreshName } = sessionCookies(appUrl);
  const description =
    "Set when you sign in. Every method except GET also needs the header `X-Pacspace-CSRF: 1`. Other sites can't send it, so they can't act for you.";
  const refreshed = "Set when you sign in, rotated by refresh-token.";
  return [
    ["session", { type: "apiKey", in: "cookie", name: accessName, description }],
    ["refresh", { type: "apiKey", in: "cookie", name: refreshName, description: refreshed }],
    ["apiKey", { type: "http", scheme: "bearer", description: "An API key, `fy_…`." }],
  ];
}

function toRouteConfig(api: Api, route: Route): RouteConfig {
  const { access, description, message, method, path, status, summary } = route;
  const operation = `${method}-${path.slice(1)}`;
  const security = securityOf(api, access);
  return {
    method,
    path: `${api.base}${path}`,
    operationId: (api.usesCookies ? operation : `${api.name}-${operation}`)
      .replaceAll(/[^a-z]+/g, "-")
      .replace(/-$/, ""),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(security ? { security } : {}),
    request: toRequest(api, route),
    responses: {
      [status]: { description: message ?? summary, content: contentOf(api, route) },
      ...errorResponses(api, route),
    },
  };
}

function contentOf({ envelope }: Api, { fileTypes, message = "", output, outputExample }: Route) {
  if (fileTypes === undefined) {
    const schema = envelope ? envelope.schema(output) : output;
    const example = envelope ? envelope.wrap(outputExample, message) : outputExample;
    return { "application/json": { schema, example } };
  }
  return Object.fromEntries(
    fileTypes.map((type) => [
      type,
      type === "application/json" ? { schema: output, example: outputExample } : { schema: z.string() },
    ]),
  );
}

function securityOf({ usesCookies }: Api, access: Access): RouteConfig["security"] {
  if (access === "public") return undefined;
  if (!usesCookies) return isSecured(access) ? [{ bearer: [] }] : undefined;
  const session = { [access === "cookies" ? "refresh" : "session"]: [] };
  return access === "key" ? [session, { apiKey: [] }] : [session];
}

function toRequest({ usesCookies }: Api, route: Route): RouteConfig["request"] {
  const { access, input, inputExample, method, path } = route;
  const needsHeader = usesCookies && method !== "get" && access !== "public";
  return {
    ...(path.includes("{id}") ? { params: z.object({ id: z.string() }) } : {}),
    ...(needsHeader ? { headers: z.object({ "X-Pacspace-CSRF": z.literal("1") }) } : {}),
    ...(method === "get" && input instanceof z.ZodObject ? { query: input } : {}),
    ...(method === "get" || inputExample === undefined
      ? {}
      : {
          body: {
            required: !input.safeParse({}).success,
            content: { "application/json": { schema: input, example: inputExample } },
          },
        }),
  };
}

function errorResponses(api: Api, route: Route): RouteConfig["responses"] {
  const byStatus = new Map<number, Map<string, { value: unknown }>>();
  for (const code of documentedErrors(api, route)) {
    const { body, name, status } = api.errorOf({ code }, exampleRequestId);
    const examples = byStatus.get(status) ?? new Map<string, { value: unknown }>();
    byStatus.set(status, examples.set(name, { value: body }));
  }
  return Object.fromEntries(
    [...byStatus].map(([status, examples]) => [
      status,
      {
        description: [...examples.keys()].join(", "),
        content: { "application/json": { schema: api.errorSchema, examples: Object.fromEntries(examples) } },
      },
    ]),
  );
}
