import type { ReactElement } from "react";
import type { toast as Sonner } from "sonner";

type Show = (sonner: typeof Sonner) => void;

const wantedEvent = "foyer:toast";
const waiting: Show[] = [];
let sonner: typeof Sonner | null = null;

/** Queues toasts until components/ui/toaster.tsx has loaded. */
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

/** Calls back on each toast, including queued ones. Returns an unsubscribe function. */
export function onToast(listener: () => void): () => void {
  if (waiting.length > 0) listener();
  window.addEventListener(wantedEvent, listener);
  return () => window.removeEventListener(wantedEvent, listener);
}

export function startToasts(say: typeof Sonner): void {
  sonner = say;
  for (const one of waiting.splice(0)) one(say);
}
