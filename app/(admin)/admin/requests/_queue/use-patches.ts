"use client";

import { useState } from "react";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import type { AccessRequestStatusValue, QueueFilterInput, QueueTab } from "@/lib/values/queue";

/** Optimistic updates, and server answers newer than the list. */
export type Patches = ReadonlyMap<string, AccessRequestView | "erased">;

const tabStatuses: Record<QueueTab, readonly AccessRequestStatusValue[] | null> = {
  new: ["pending"],
  waiting: ["needs_info"],
  snoozed: ["snoozed"],
  approved: ["approved", "registered", "expired"],
  invited: ["approved"],
  joined: ["registered"],
  expired: ["expired"],
  rejected: ["rejected"],
  unconfirmed: ["pending"],
  all: null,
};

function belongs(item: AccessRequestView, { tab, status }: QueueFilterInput): boolean {
  const statuses = tab ? tabStatuses[tab] : null;
  return (statuses === null || statuses.includes(item.status)) && (!status || item.status === status);
}

/** Applies each patch until the server's answer is as new. */
export function patched(items: AccessRequestView[], patches: Patches, filter: QueueFilterInput): AccessRequestView[] {
  return items.flatMap((item) => {
    const patch = patches.get(item.id);
    if (patch === "erased") return [];
    if (!patch || patch.version <= item.version) return [item];
    return belongs(patch, filter) ? [patch] : [];
  });
}

export function patchedDetail(detail: AccessRequestDetail, patches: Patches): AccessRequestDetail {
  const patch = patches.get(detail.id);
  return patch && patch !== "erased" && patch.version > detail.version ? { ...detail, ...patch } : detail;
}

export function usePatches() {
  const [patches, setPatches] = useState<Patches>(new Map());
  const set = (entries: [id: string, patch: AccessRequestView | "erased" | null][]) =>
    setPatches((present) => {
      const next = new Map(present);
      for (const [id, patch] of entries) {
        if (patch === null) next.delete(id);
        else next.set(id, patch);
      }
      return next;
    });
  return { patches, setPatches: set };
}
