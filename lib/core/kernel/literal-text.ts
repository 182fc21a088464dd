/** Somebody's words for a LIKE, which Prisma's `contains` is: its wildcards mean themselves. */
export function literalText(typed: string): string {
  return typed.replace(/[\\%_]/g, "\\$&");
}
