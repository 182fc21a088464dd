import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { CoreConfig } from "@/lib/core/kernel/ports";
import { sessionCookies } from "@/lib/values/session-cookies";
import type { Endpoint } from "./endpoint";
import type { Surface } from "./endpoints";
import { refusalOf } from "./refusals";
import { refusalSchema, successSchema } from "./schemas";

const apiVersion = "1.0.0";
const exampleRequestId = "3f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e";

/** The OpenAPI 3.1 document of a surface, from the very schemas that validate it. */
export function openApiDocument(surface: Surface, config: CoreConfig) {
  const registrar = new OpenAPIHono();
  const { registerComponent, registerPath } = bound(registrar);
  registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: sessionCookies(config.appUrl).accessName,
    description:
      "Set when you sign in. Every method except GET also needs the header `X-Pacspace-CSRF: 1`. Other sites can't send it, so they can't act for you.",
  });
  registerComponent("securitySchemes", "refresh", {
    type: "apiKey",
    in: "cookie",
    name: sessionCookies(config.appUrl).refreshName,
    description: "Set when you sign in, rotated by refresh-token.",
  });
  registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key, `fy_…`.",
  });
  for (const endpoint of surface.endpoints) registerPath(toRouteConfig(surface, endpoint));
  return registrar.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: surface.title, version: apiVersion, description: surface.description },
    servers: [{ url: config.appUrl }],
  });
}

function bound({ openAPIRegistry: registry }: OpenAPIHono) {
  return {
    registerComponent: registry.registerComponent.bind(registry),
    registerPath: registry.registerPath.bind(registry),
  };
}

function toRouteConfig(surface: Surface, endpoint: Endpoint): RouteConfig {
  const { access, description, method, path, status, summary } = endpoint;
  return {
    method,
    path: `${surface.base}${path}`,
    operationId: operationId(endpoint),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(access === "public" ? {} : { security: securityOf(access) }),
    request: toRequest(endpoint),
    responses: {
      [status]: {
        description: endpoint.message,
        content: contentOf(endpoint),
      },
      ...refusalResponses(endpoint),
    },
  };
}

function contentOf({ data, dataExample, fileTypes, message }: Endpoint) {
  if (fileTypes.length === 0) {
    const example = { success: true, data: dataExample, message };
    return { "application/json": { schema: successSchema(data), example } };
  }
  return Object.fromEntries(
    fileTypes.map((type) => [
      type,
      type === "application/json" ? { schema: data, example: dataExample } : { schema: z.string() },
    ]),
  );
}

function securityOf(access: Endpoint["access"]) {
  const session = { [access === "cookies" ? "refresh" : "session"]: [] };
  return access === "key" ? [session, { apiKey: [] }] : [session];
}

function operationId({ method, path }: Endpoint): string {
  return `${method}-${path.slice(1)}`.replaceAll(/[^a-z]+/g, "-").replace(/-$/, "");
}

function toRequest({ access, input, inputExample, method, path }: Endpoint): RouteConfig["request"] {
  const isCookieWrite = method !== "get" && access !== "public";
  return {
    ...(path.includes("{id}") ? { params: z.object({ id: z.string() }) } : {}),
    ...(isCookieWrite ? { headers: z.object({ "X-Pacspace-CSRF": z.literal("1") }) } : {}),
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
function refusalResponses({ refusals }: Endpoint): RouteConfig["responses"] {
  const byStatus = new Map<number, Map<string, string>>();
  for (const refusal of refusals) {
    const { status, code, message } = refusalOf(refusal);
    byStatus.set(status, (byStatus.get(status) ?? new Map<string, string>()).set(code, message));
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: [...codes.keys()].join(", "),
        content: {
          "application/json": {
            schema: refusalSchema,
            examples: Object.fromEntries(
              [...codes].map(([code, message]) => [
                code,
                { value: { success: false, error: { code, message, requestId: exampleRequestId } } },
              ]),
            ),
          },
        },
      },
    ]),
  );
}
