"use client";

import type { RefObject } from "react";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import type { BulkAct, Question } from "./queue-frame";
import { isUndecided } from "./status-badge";
import type { usePlace } from "./use-place";
import { type KeyAct, useQueueKeys } from "./use-queue-keys";
import type { useSelection } from "./use-selection";

interface Props {
  place: ReturnType<typeof usePlace>;
  /** Request with keyboard focus, or the open one if not in the list. */
  current: AccessRequestView | undefined;
  selection: ReturnType<typeof useSelection>;
  selected: AccessRequestView[];
  search: RefObject<HTMLInputElement | null>;
  approve: (item: AccessRequestView) => void;
  ask: (question: Question) => void;
  undo: () => boolean;
  writeNote: (id: string) => void;
  setHelpOpen: (isOpen: boolean) => void;
}

const bulkActs: Partial<Record<KeyAct, BulkAct>> = { approve: "approve", reject: "reject", snooze: "snooze" };

/** Applies to the selection, otherwise to the current request. */
export function useQueueCommands({
  place,
  current,
  selection,
  selected,
  approve,
  ask,
  writeNote,
  ...props
}: Props): void {
  const actOnOne = (act: KeyAct, item: AccessRequestView): boolean => {
    if (act === "note") {
      writeNote(item.id);
      return true;
    }
    if (!isUndecided(item.status)) return false;
    if (act === "approve") approve(item);
    else ask({ kind: act, item });
    return true;
  };
  useQueueKeys({
    move: place.move,
    open: () => {
      if (!current) return false;
      if (place.openId === current.id) place.panel.current?.focus();
      else place.open(current.id);
      return true;
    },
    close: () => {
      if (selected.length > 0) {
        selection.clear();
        return true;
      }
      return place.close();
    },
    select: (isRange) => {
      if (!place.current) return false;
      selection.toggle(place.current.id, isRange);
      return true;
    },
    act: (act) => {
      const bulk = bulkActs[act];
      if (selected.length > 0 && bulk) {
        ask({ kind: "bulk", act: bulk, items: selected });
        return true;
      }
      return current ? actOnOne(act, current) : false;
    },
    undo: props.undo,
    search: () => {
      props.search.current?.focus();
      props.search.current?.select();
      return true;
    },
    help: () => {
      props.setHelpOpen(true);
      return true;
    },
  });
}
