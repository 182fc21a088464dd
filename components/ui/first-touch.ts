type Load = () => void;

const events = ["pointermove", "pointerdown", "keydown", "touchstart"] as const;
const waiting: Load[] = [];
let isTouched = false;

/**
 * Fetches what a page may soon need once somebody moves, touches or types on it: before the first press has ended, and
 * not at all for who only reads. On the server nothing happens.
 */
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
