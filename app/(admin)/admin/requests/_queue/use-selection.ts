"use client";

import { useState } from "react";
import { bulkMax } from "@/lib/values/queue-bulk";

interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

const nothing: Selection = { ids: new Set(), anchor: null };

export function useSelection(shown: readonly { id: string }[]) {
  const [selection, setSelection] = useState(nothing);
  const order = shown.map(({ id }) => id);
  const ids = new Set(order.filter((id) => selection.ids.has(id)));

  const toggle = (id: string, isRange: boolean) => {
    const next = new Set(ids);
    const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
    if (isRange && from !== -1) {
      const to = order.indexOf(id);
      for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between);
    } else if (!next.delete(id)) next.add(id);
    setSelection({ ids: new Set([...next].slice(0, bulkMax)), anchor: id });
  };
  return {
    ids,
    toggle,
    /** Selects at most as many as one action may take. */
    selectAll: () => setSelection({ ids: new Set(order.slice(0, bulkMax)), anchor: null }),
    clear: () => setSelection(nothing),
  };
}
