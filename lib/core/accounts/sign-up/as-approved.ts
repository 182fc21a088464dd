import type { AccessRequest } from "@/generated/prisma/client";

/** What the sender says of what a reviewer has judged. */
export interface Asked {
  organization?: string | undefined;
  buyerMode?: string | undefined;
}

/**
 * Rule names by field where the sender says something else than was approved; null where nothing differs. `joins`: the name
 * of the tenant that the approval leads into, which the sign-up page shows in place of what was applied for.
 */
export function differsFromApproval(
  asked: Asked,
  approved: Pick<AccessRequest, "organization" | "buyerMode">,
  joins?: string,
): Record<string, string[]> | null {
  const fieldErrors: Record<string, string[]> = {};
  if (!isOneOf(asked.organization, [approved.organization, joins])) fieldErrors.organization = ["as_approved"];
  if (!isOneOf(asked.buyerMode, [approved.buyerMode])) fieldErrors.buyerMode = ["as_approved"];
  return Object.keys(fieldErrors).length > 0 ? fieldErrors : null;
}

/** A field that was left out says nothing else. */
function isOneOf(said: string | undefined, judged: (string | undefined)[]): boolean {
  return said === undefined || judged.some((one) => one !== undefined && folded(one) === folded(said));
}

/** Case and white space are not what a reviewer judges. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}
