import { z } from "zod";
import { line } from "./text";

const slugCharactersMax = 60;

export const slugSchema = z
  .string()
  .max(slugCharactersMax, "slug")
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slug");

export const createProjectSchema = z.strictObject({ name: line(100), slug: slugSchema.optional() });
export const updateProjectSchema = z.strictObject({ name: line(100), slug: slugSchema }).partial();
export type CreateProjectInput = z.output<typeof createProjectSchema>;
export type UpdateProjectInput = z.output<typeof updateProjectSchema>;

/** "Größe & Co." becomes "grosse-co". Without letters it's "project". */
export function slugOf(name: string): string {
  const plain = name
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, slugCharactersMax - 8)
    .replace(/-$/, "");
  return plain || "project";
}
