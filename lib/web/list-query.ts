import type { z } from "zod";

export type SearchParams = Record<string, string | string[] | undefined>;

/** Drops invalid parameters. */
export function readListQuery<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  params: SearchParams,
): { input: z.output<z.ZodObject<Shape>>; filter: Record<string, string> } {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== "string" || value === "") continue;
    if (schema.safeParse({ ...kept, [name]: value }).success) kept[name] = value;
  }
  const { cursor: _, ...filter } = kept;
  return { input: schema.parse(kept), filter };
}
