"use client";

import { useEffect, useEffectEvent } from "react";

interface Keys {
  move: (by: 1 | -1) => void;
  open: () => void;
  reject: () => void;
}

/** The element that a key presses: buttons carry `data-key`, so whatever is on the page now decides what works. */
function press(key: string): boolean {
  const target = document.querySelector<HTMLElement>(`[data-key="${key}"]:not(:disabled)`);
  target?.click();
  target?.focus();
  return target !== null;
}

/** j/k move, Enter opens, a approves, r rejects, / searches, ? helps. Off while typing and inside dialogs. */
export function useQueueKeys(keys: Keys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const isTyping = target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") !== null;
    if (isTyping || event.metaKey || event.ctrlKey || event.altKey) return;
    const handled = handle(event.key, keys, target);
    if (handled) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

function handle(key: string, { move, open, reject }: Keys, target: HTMLElement): boolean {
  switch (key) {
    case "j":
      move(1);
      return true;
    case "k":
      move(-1);
      return true;
    case "Enter":
      // A focused button or link keeps its own Enter.
      if (target.closest("button, a, summary")) return false;
      open();
      return true;
    case "a":
      return press("a");
    case "r":
      if (!document.querySelector('[data-key="r"]:not(:disabled)')) return false;
      reject();
      return true;
    case "/":
    case "?":
      return press(key);
    default:
      return false;
  }
}
