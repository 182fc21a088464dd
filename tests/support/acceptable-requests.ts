import { randomUUID } from "node:crypto";
import { bulkWithoutProofMax } from "@/lib/values/queue-bulk";
import { allRoutes } from "./api-routes";
import { strangeToken, testPassword } from "./factories";
import type { Inhabited } from "./inhabited";

export function realIdIn(name: string, { ids }: Inhabited): string {
  const path = name.split(" ")[1] ?? "";
  if (!path.includes("{id}")) return "";
  const prefixes = Object.keys(ids).filter((prefix) => path.startsWith(prefix));
  const id = ids[prefixes.sort((one, other) => other.length - one.length)[0] ?? ""];
  if (!id) throw new Error(`${name} needs a real thing in inhabited.ts`);
  return id;
}

/** Where the example of the reference has another password than the test users, or too few fields. */
const bodies: Record<string, Record<string, unknown>> = {
  "POST /dashboard/auth/change-password": { currentPassword: testPassword, newPassword: "EvenStronger2" },
  "POST /dashboard/auth/change-email": { newEmail: "new@company.com", currentPassword: testPassword },
  "POST /dashboard/auth/mfa/disable": { currentPassword: testPassword, code: "123456" },
  "POST /dashboard/auth/step-up": { password: testPassword },
};

/** A body that each route that takes one accepts, by method and path. */
export const acceptableBodies: Record<string, Record<string, unknown>> = Object.fromEntries(
  allRoutes
    .filter(({ method }) => method !== "GET")
    .map(({ name, route }) => [name, bodies[name] ?? withTokens(route.inputExample ?? {})]),
);

/** Placeholders of the reference replaced by tokens that are well formed and unknown. */
function withTokens(example: unknown): Record<string, unknown> {
  const isToken = (field: string) => /^(token|approvalToken|mfaTicket)$/.test(field);
  const fields = Object.entries(example as Record<string, unknown>);
  return Object.fromEntries(fields.map(([field, value]) => [field, isToken(field) ? strangeToken() : value]));
}

export function bodyOf(name: string): unknown {
  return acceptableBodies[name];
}

/** A body that needs the step-up, where the acceptable one does not. */
export function guardedBody(name: string, { owner }: Inhabited): unknown {
  const guarded: Record<string, unknown> = {
    // The right password counts as a step-up while 2FA is off.
    "POST /dashboard/auth/change-password": { currentPassword: "wrong password", newPassword: "EvenStronger2" },
    "POST /dashboard/admin/access-requests/{id}/approve": { joinTenantId: owner.tenantId, joinRole: "member" },
    "POST /dashboard/admin/access-requests/bulk": {
      action: "wake",
      items: Array.from({ length: bulkWithoutProofMax + 1 }, () => ({ id: randomUUID() })),
    },
    "PATCH /dashboard/admin/webhooks/{id}": { url: "https://receiver.example/" },
  };
  return guarded[name] ?? bodyOf(name);
}
