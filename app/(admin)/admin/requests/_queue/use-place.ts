"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type TransitionStartFunction, useRef, useState } from "react";
import type { AccessRequestView } from "@/lib/core/access-requests/view";

interface Props {
  items: AccessRequestView[];
  isNarrow: boolean;
  startTransition: TransitionStartFunction;
}

/** Where the reader is: the row of the keyboard, the request in the panel, and where both go after a decision. */
export function usePlace({ items, isNarrow, startTransition }: Props) {
  const [openId, setOpenId] = useQueryState(
    "request",
    parseAsString.withOptions({ shallow: false, startTransition, scroll: false }),
  );
  const [cursor, setCursor] = useState({ id: openId, index: 0 });
  const list = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);
  /** The row to be focused when the question that is open has closed. */
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
    // After the row is drawn, which may be the very next thing to happen.
    requestAnimationFrame(() => (rowOf(id) ?? list.current)?.focus());
  };

  const open = (id: string | null) => {
    if (id !== null) setCursorId(id);
    // A phone's way back closes the sheet.
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
      // Where it was, when somebody else has decided it meanwhile.
      const to = index === -1 ? cursor.index : index + by;
      return goTo(items[Math.min(items.length - 1, Math.max(0, to))]);
    },
    /** Decided: the next one is up, and the focus with it. The phone's sheet closes on what is left. */
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
    /** The keys act on the request that has the focus. */
    point: (id: string | null) => {
      if (id !== cursor.id) setCursorId(id);
    },
    /** A question opens: what was up after the one before is none of its business. */
    forgetNext,
    focusAfter: () => {
      const id = afterQuestion.current;
      forgetNext();
      return id === null ? null : (rowOf(id) ?? list.current);
    },
  };
}
