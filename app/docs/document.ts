import { cache } from "react";
import { z } from "zod";
import { readDocuments } from "./documents";

/** Covers only the parts of OpenAPI 3.1 that the reference shows. */
const contentSchema = z.object({
  "application/json": z
    .object({
      example: z.unknown().optional(),
      examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
    })
    .optional(),
});

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() })).default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema.optional() })),
});
type Operation = z.output<typeof operationSchema>;

const documentSchema = z.object({
  info: z.object({ title: z.string(), description: z.string().optional(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })).min(1),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});
type ApiDocument = z.output<typeof documentSchema>;

export interface EndpointView {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  access: "public" | "cookies" | "bearer";
  query: string[];
  /** Pretty-printed JSON, or null if it takes no body. */
  body: string | null;
  status: string;
  answer: string;
  refusals: { status: string; code: string; answer: string }[];
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** Returns operations in document order. */
export function endpointsOf(document: ApiDocument): EndpointView[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => toView(method, path, operation)),
  );
}

function toView(method: string, path: string, operation: Operation): EndpointView {
  const body = operation.requestBody?.content["application/json"]?.example;
  const [status = "200", success] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? [];
  const scheme = operation.security?.flatMap((one) => Object.keys(one))[0];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description ?? "",
    access: scheme === undefined ? "public" : scheme === "bearer" ? "bearer" : "cookies",
    query: operation.parameters.filter(({ in: place }) => place === "query").map(({ name }) => name),
    body: body === undefined ? null : json(body),
    status,
    answer: json(success?.content?.["application/json"]?.example ?? null),
    refusals: Object.entries(operation.responses)
      .filter(([code]) => !code.startsWith("2"))
      .flatMap(([code, { content }]) =>
        Object.entries(content?.["application/json"]?.examples ?? {}).map(([name, { value }]) => ({
          status: code,
          code: name,
          answer: json(value),
        })),
      ),
  };
}

export interface DocumentPage {
  slug: string;
  path: string;
  document: ApiDocument;
}

export const loadDocuments = cache(async (): Promise<DocumentPage[]> => {
  const raw = await readDocuments();
  return raw.map(({ slug, path, document }) => ({ slug, path, document: documentSchema.parse(document) }));
});
