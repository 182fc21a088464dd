import { secondsAfter } from "./lifetimes";

/** Beyond the end of an undo: the clocks of two processes may differ by so much. */
const marginSeconds = 2;

/** When the mail about a decision may go out. Null: at once, because nothing can be undone. */
export function heldUntil(request: { undoUntil: Date | null }, now: Date): Date | null {
  return request.undoUntil && request.undoUntil > now ? secondsAfter(request.undoUntil, marginSeconds) : null;
}
