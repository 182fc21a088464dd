"use client";

import { useState } from "react";
import type { Draft } from "./queue-frame";
import { noRejection } from "./reject-fields";

const noDraft: Draft = {
  note: "",
  joinTenantId: "",
  joinRole: "member",
  rejection: noRejection,
  question: "",
  internalNote: "",
};

/** Keeps unsent decisions while the reviewer views other requests. */
export function useDrafts() {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  return {
    draftOf: (id: string) => drafts.get(id) ?? noDraft,
    setDraft: (id: string, changed: Partial<Draft>) =>
      setDrafts((present) => new Map(present).set(id, { ...(present.get(id) ?? noDraft), ...changed })),
  };
}

/** Drops empty fields. */
export function toApproval({ note, joinTenantId, joinRole }: Draft) {
  return {
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(joinTenantId ? { joinTenantId, joinRole } : {}),
  };
}
