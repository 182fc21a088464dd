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

/** What was typed into decisions that are not made yet: looking at another request in between loses none of it. */
export function useDrafts() {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  return {
    draftOf: (id: string) => drafts.get(id) ?? noDraft,
    setDraft: (id: string, changed: Partial<Draft>) =>
      setDrafts((present) => new Map(present).set(id, { ...(present.get(id) ?? noDraft), ...changed })),
  };
}

/** As it is sent: what was left empty is left out. */
export function toApproval({ note, joinTenantId, joinRole }: Draft) {
  return {
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(joinTenantId ? { joinTenantId, joinRole } : {}),
  };
}
