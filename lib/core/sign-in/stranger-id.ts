import type { CoreContext } from "../kernel/context";

/**
 * The id under which an address without an account has its attempt budget: a sign-in to it costs what one to an account
 * does, and is paused as that is. Computed, so that it stays the same; of version 8, which no account has.
 */
export function strangerId({ secrets }: CoreContext, email: string): string {
  const hex = Buffer.from(secrets.mac("stranger", email), "base64url").toString("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}
