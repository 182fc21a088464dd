import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { ApiErrorCode } from "@/lib/api/http/transport-errors";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import type { Dialect } from "./dialect";
import type { Route } from "./route";

const apiVersion = "1.0.0";
const exampleRequestId = "3f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e";

/** The OpenAPI 3.1 document of an API, from the very schemas that validate it. */
export function openApiOf(dialect: Dialect, config: CoreConfig) {
  const registrar = new OpenAPIHono();
  registrar.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  for (const route of dialect.routes) registrar.openAPIRegistry.registerPath(toRouteConfig(dialect, route));
  return registrar.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: dialect.title, version: apiVersion, description: dialect.description },
    servers: [{ url: config.appUrl }],
  });
}

function toRouteConfig(dialect: Dialect, route: Route): RouteConfig {
  const { description, method, output, outputExample, path, status, summary } = route;
  return {
    method,
    path: `${dialect.base}${path}`,
    operationId: `${dialect.name}-${method}-${path.slice(1)}`.replaceAll(/[^a-z]+/g, "-").replace(/-$/, ""),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(route.isSecured ? { security: [{ bearer: [] }] } : {}),
    request: toRequest(route),
    responses: {
      [status]: successResponse(summary, output, outputExample),
      ...refusalResponses(dialect, route),
    },
  };
}

function successResponse(description: string, schema: z.ZodType, example: unknown) {
  return { description, content: { "application/json": { schema, example } } };
}

function toRequest({ input, inputExample, method, path }: Route): RouteConfig["request"] {
  return {
    ...(path.includes("{id}") ? { params: z.object({ id: z.string() }) } : {}),
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

/** One response a status, with an example for each code. */
function refusalResponses(dialect: Dialect, route: Route): RouteConfig["responses"] {
  const isUnsafe = route.method !== "get";
  const codes: ApiErrorCode[] = [
    ...route.refusals,
    "validation_failed",
    ...(route.isSecured ? (["unauthenticated"] as const) : []),
    ...(route.isSecured && !route.allowedBeforeMfa ? (["mfa_setup_required"] as const) : []),
    ...(isUnsafe ? (["body_too_large", "body_too_slow", "unsupported_media_type"] as const) : []),
    "rate_limited",
    "overloaded",
    "internal",
  ];
  const byStatus = new Map<number, Record<string, { value: unknown }>>();
  for (const code of new Set(codes)) {
    const { status, body } = dialect.refuse({ code }, exampleRequestId);
    byStatus.set(status, { ...byStatus.get(status), [code]: { value: body } });
  }
  return Object.fromEntries(
    [...byStatus].map(([status, examples]) => [
      status,
      {
        description: Object.keys(examples).join(", "),
        content: { "application/json": { schema: dialect.refusalSchema, examples } },
      },
    ]),
  );
}
