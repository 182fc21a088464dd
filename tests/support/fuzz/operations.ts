import type { Hono } from "hono";
import { dialects } from "@/lib/api/compat";
import type { Dialect } from "@/lib/api/http/bearer/dialect";
import type { Endpoint } from "@/lib/api/pacspace/endpoint";
import { surfaces } from "@/lib/api/pacspace/endpoints";

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

/** One operation of a served OpenAPI document, with the code's schemas for its answers. */
export interface Operation {
  api: string;
  method: string;
  path: string;
  body: JsonSchema | undefined;
  example: unknown;
  query: Record<string, JsonSchema>;
  statuses: Set<number>;
  document: OpenApiDocument;
  /** Native API only. */
  endpoint: Endpoint | undefined;
  dialect: Dialect | undefined;
}

const parts = [
  ...surfaces.map(({ base }) => ({ api: "pacspace", address: `${base}/openapi.json`, dialect: undefined })),
  ...dialects.map((dialect) => ({
    api: dialect.name,
    address: `${dialect.base}${dialect.documentPath}`,
    dialect,
  })),
];

export async function readOperations(api: Hono, origin: string): Promise<Operation[]> {
  const operations: Operation[] = [];
  for (const { address, api: name, dialect } of parts) {
    const document = (await (await api.request(`${origin}${address}`)).json()) as OpenApiDocument;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, documented] of Object.entries(methods)) {
        const body = documented.requestBody?.content["application/json"];
        const query = (documented.parameters ?? []).filter((one) => one.in === "query");
        operations.push({
          ...{ api: name, path, document, dialect, body: body?.schema, example: body?.example },
          method: method.toUpperCase(),
          query: Object.fromEntries(query.map((one) => [one.name, one.schema])),
          statuses: new Set(Object.keys(documented.responses).map(Number)),
          endpoint: dialect ? undefined : findEndpoint(method, path),
        });
      }
    }
  }
  return operations;
}

function findEndpoint(method: string, path: string): Endpoint | undefined {
  for (const { base, endpoints } of surfaces) {
    const found = endpoints.find((one) => one.method === method && `${base}${one.path}` === path);
    if (found) return found;
  }
  return undefined;
}

export function reached(operations: Operation[], method: string, pathname: string): Operation | undefined {
  const fits = ({ path }: Operation) => new RegExp(`^${path.replace("{id}", "[^/]+")}$`).test(pathname);
  const fitting = operations.filter((one) => one.method === method && fits(one));
  return fitting.find(({ path }) => !path.includes("{")) ?? fitting[0];
}
