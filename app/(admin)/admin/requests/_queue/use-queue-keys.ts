"use client";

import { useEffect, useEffectEvent } from "react";
import { shortcutKey } from "@/components/shared/shortcut-key";

/** Return false to leave the key its default action. */
export interface QueueKeys {
  move: (by: 1 | -1) => boolean;
  open: () => boolean;
  close: () => boolean;
  select: (isRange: boolean) => boolean;
  act: (act: KeyAct) => boolean;
  undo: () => boolean;
  search: () => boolean;
  help: () => boolean;
}

export type KeyAct = "approve" | "reject" | "snooze" | "duplicate" | "note";

const acts: Record<string, KeyAct> = { a: "approve", r: "reject", s: "snooze", d: "duplicate", n: "note" };

/** Excludes checkboxes, which take no letters. */
function isTyping(target: HTMLElement): boolean {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]") !== null;
}

/** Detects a dialog, menu or popover, but not the panel's sheet. */
function isElsewhere(): boolean {
  return document.querySelector("[role=dialog]:not([data-sheet]), [role=alertdialog], [role=menu]") !== null;
}

/** Ignores keys while a field or dialog has focus. */
export function useQueueKeys(keys: QueueKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
    if (isTyping(target) || isElsewhere()) return;
    if (handle(event, keys, target)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

function handle(event: KeyboardEvent, keys: QueueKeys, target: HTMLElement): boolean {
  const key = shortcutKey(event);
  const act = acts[key];
  if (act) return !event.repeat && keys.act(act);
  switch (key) {
    case "j":
      return keys.move(1);
    case "k":
      return keys.move(-1);
    case "x":
      return keys.select(event.shiftKey);
    case "Enter":
      // Leaves Enter to the focused element.
      return target.closest("button, a, summary, input") === null && keys.open();
    case "Escape":
      return keys.close();
    case "z":
      return !event.repeat && keys.undo();
    case "/":
      return keys.search();
    case "?":
      return keys.help();
    default:
      return false;
  }
}
