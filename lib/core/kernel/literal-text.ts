/** Escapes LIKE's wildcards, for Prisma's `contains`. */
export function literalText(typed: string): string {
  return typed.replace(/[\\%_]/g, "\\$&");
}
