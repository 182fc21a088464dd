import type { Hono } from "hono";
import { compatApis, nativeApis } from "@/lib/api/apis";
import { type ApiRoute, allRoutes } from "../api-routes";

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  format?: string;
}

interface Documented {
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
  parameters?: { in: string; name: string; schema: JsonSchema }[];
  responses: Record<string, unknown>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Documented>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

/** One operation of an API's document as it is served, with the route that its answers are checked by. */
export interface Operation {
  api: string;
  method: string;
  path: string;
  body: JsonSchema | undefined;
  example: unknown;
  query: Record<string, JsonSchema>;
  statuses: Set<number>;
  document: OpenApiDocument;
  route: ApiRoute;
}

/** Every operation of every API, read from the documents that the server answers. */
export async function readOperations(api: Hono, origin: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  for (const { base, documentPath, name } of [...nativeApis, ...compatApis]) {
    const document = (await (await api.request(`${origin}${base}${documentPath}`)).json()) as OpenApiDocument;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, documented] of Object.entries(methods)) {
        const body = documented.requestBody?.content["application/json"];
        const query = (documented.parameters ?? []).filter((one) => one.in === "query");
        operations.push({
          api: name,
          path,
          document,
          body: body?.schema,
          example: body?.example,
          method: method.toUpperCase(),
          query: Object.fromEntries(query.map((one) => [one.name, one.schema])),
          statuses: new Set(Object.keys(documented.responses).map(Number)),
          route: routeNamed(`${method.toUpperCase()} ${path}`),
        });
      }
    }
  }
  return operations;
}

function routeNamed(name: string): ApiRoute {
  const found = allRoutes.find((route) => route.name === name);
  if (!found) throw new Error(`${name} is documented but no route`);
  return found;
}

export function reached(operations: Operation[], method: string, pathname: string): Operation | undefined {
  const fits = ({ path }: Operation) => new RegExp(`^${path.replace("{id}", "[^/]+")}$`).test(pathname);
  const fitting = operations.filter((one) => one.method === method && fits(one));
  return fitting.find(({ path }) => !path.includes("{")) ?? fitting[0];
}
