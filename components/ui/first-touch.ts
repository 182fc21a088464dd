type Load = () => void;

const events = ["pointermove", "pointerdown", "keydown", "touchstart"] as const;
const waiting: Load[] = [];
let isTouched = false;

/** Loads on the first move, touch or key press, and never on the server. */
export function onFirstTouch(load: Load): void {
  if (typeof window === "undefined") return;
  if (isTouched) load();
  else if (waiting.push(load) === 1) for (const name of events) window.addEventListener(name, loadAll, true);
}

function loadAll(): void {
  isTouched = true;
  for (const name of events) window.removeEventListener(name, loadAll, true);
  for (const load of waiting.splice(0)) load();
}
