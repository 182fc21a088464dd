import type { ReactElement } from "react";
import type { toast as Sonner } from "sonner";

type Show = (sonner: typeof Sonner) => void;

const wantedEvent = "foyer:toast";
const waiting: Show[] = [];
let sonner: typeof Sonner | null = null;

/** What components/ui/toaster.tsx shows. Its script comes with the first toast; the toasts until then wait for it. */
export const toast = Object.assign((text: string) => show((say) => say(text)), {
  error: (text: string) => show((say) => say.error(text)),
  custom: (render: () => ReactElement, options: { id: string; duration: number }) =>
    show((say) => say.custom(render, options)),
  dismiss(id: string) {
    if (sonner || waiting.length > 0) show((say) => say.dismiss(id));
  },
});

function show(one: Show): void {
  if (sonner) {
    one(sonner);
    return;
  }
  waiting.push(one);
  window.dispatchEvent(new Event(wantedEvent));
}

/** Calls back when there is a toast to show, at once if one waits already. Returns what stops listening. */
export function onToast(listener: () => void): () => void {
  if (waiting.length > 0) listener();
  window.addEventListener(wantedEvent, listener);
  return () => window.removeEventListener(wantedEvent, listener);
}

/** The place for toasts is on the page now. */
export function startToasts(say: typeof Sonner): void {
  sonner = say;
  for (const one of waiting.splice(0)) one(say);
}
