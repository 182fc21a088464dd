import { randomUUID } from "node:crypto";
import { bulkWithoutProofMax } from "@/lib/values/queue-bulk";
import { acceptableBodies } from "./acceptable-bodies";
import type { Inhabited } from "./inhabited";

export function realIdIn(name: string, { ids }: Inhabited): string {
  const path = name.split(" ")[1] ?? "";
  if (!path.includes("{id}")) return "";
  const prefixes = Object.keys(ids).filter((prefix) => path.startsWith(prefix));
  const id = ids[prefixes.sort((one, other) => other.length - one.length)[0] ?? ""];
  if (!id) throw new Error(`${name} needs a real thing in inhabited.ts`);
  return id;
}

export function bodyOf(name: string): unknown {
  const path = name.split(" ")[1] ?? "";
  return name.startsWith("GET") ? undefined : (acceptableBodies[name] ?? acceptableBodies[path]);
}

export function guardedBody(name: string, { owner }: Inhabited): unknown {
  const guarded: Record<string, unknown> = {
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
