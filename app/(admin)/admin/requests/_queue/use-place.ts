"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type TransitionStartFunction, useRef, useState } from "react";
import type { AccessRequestView } from "@/lib/core/access-requests/view";

interface Props {
  items: AccessRequestView[];
  isNarrow: boolean;
  startTransition: TransitionStartFunction;
}

export function usePlace({ items, isNarrow, startTransition }: Props) {
  const [openId, setOpenId] = useQueryState(
    "request",
    parseAsString.withOptions({ shallow: false, startTransition, scroll: false }),
  );
  const [cursor, setCursor] = useState({ id: openId, index: 0 });
  const list = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);
  const afterQuestion = useRef<string | null>(null);
  const index = items.findIndex(({ id }) => id === cursor.id);
  const setCursorId = (id: string | null) =>
    setCursor({
      id,
      index: Math.max(
        0,
        items.findIndex((item) => item.id === id),
      ),
    });

  const rowOf = (id: string | null) =>
    id === null ? null : (list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null);
  const focusRow = (id: string | null) => {
    // Waits for the row to render.
    requestAnimationFrame(() => (rowOf(id) ?? list.current)?.focus());
  };

  const open = (id: string | null) => {
    if (id !== null) setCursorId(id);
    // Lets a phone's Back button close the sheet.
    void setOpenId(id, { history: openId === null && id !== null ? "push" : "replace" });
  };
  const goTo = (item: AccessRequestView | undefined) => {
    if (!item) return false;
    setCursorId(item.id);
    if (openId !== null && openId !== item.id) open(item.id);
    if (!(isNarrow && openId !== null)) focusRow(item.id);
    return true;
  };

  const forgetNext = () => {
    afterQuestion.current = null;
  };

  return {
    list,
    panel,
    openId,
    cursorId: cursor.id,
    current: items[index],
    isInList: index !== -1,
    open,
    close: () => {
      if (openId === null) return false;
      open(null);
      focusRow(cursor.id);
      return true;
    },
    move: (by: 1 | -1) => {
      // Keeps the position if someone else has decided the request.
      const to = index === -1 ? cursor.index : index + by;
      return goTo(items[Math.min(items.length - 1, Math.max(0, to))]);
    },
    /** Focuses the next request, and closes the sheet on phones. */
    leave: (decided: AccessRequestView) => {
      const at = items.findIndex(({ id }) => id === decided.id);
      if (at === -1) return;
      const next = items[at + 1] ?? items[at - 1] ?? null;
      afterQuestion.current = next?.id ?? null;
      setCursorId(next?.id ?? null);
      if (openId !== null) open(isNarrow ? null : (next?.id ?? null));
      focusRow(next?.id ?? null);
    },
    focusList: () => {
      const target = items[index] ?? items[0];
      if (target) setCursorId(target.id);
      focusRow(target?.id ?? null);
    },
    /** Sets the request that keys act on. */
    point: (id: string | null) => {
      if (id !== cursor.id) setCursorId(id);
    },
    /** Called when a dialog opens, to drop the last one's focus target. */
    forgetNext,
    focusAfter: () => {
      const id = afterQuestion.current;
      forgetNext();
      return id === null ? null : (rowOf(id) ?? list.current);
    },
  };
}
