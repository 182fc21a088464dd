import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";

export interface AddressIds {
  userId: string;
  tenantId: string;
}

/**
 * The ids that an open sign-up answers for an address, whatever there is of it: computed, so that they tell nobody whether
 * the address has an account. In the form of our rows' ids (version 7), without their time.
 */
export function addressIds(ctx: CoreContext, email: string): AddressIds {
  return { userId: idOf(ctx, "user", email), tenantId: idOf(ctx, "tenant", email) };
}

function idOf({ secrets }: CoreContext, kind: string, email: string): string {
  const hex = Buffer.from(secrets.mac("address-id", `${kind}|${email}`), "base64url").toString("hex");
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * The same for the rows of a new account, so that a program finds under `profile` the id that it was answered. Empty when a
 * former account of the address had them: its history is not this one's.
 */
export async function unusedAddressIds(ctx: CoreContext, tx: Transaction, email: string): Promise<Partial<AddressIds>> {
  const ids = addressIds(ctx, email);
  const [found] = await tx.$queryRaw<{ used: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM tenants WHERE id = ${ids.tenantId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE subject_id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE actor_id = ${ids.userId}::uuid) AS used`;
  return found?.used ? {} : ids;
}
